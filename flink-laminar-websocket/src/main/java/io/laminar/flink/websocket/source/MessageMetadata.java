// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import org.apache.flink.annotation.PublicEvolving;

/**
 * What is known of a message besides its bytes; all its records share it.
 *
 * @param connection by which it came
 * @param receivedAtMillis when its last byte was read, by this machine's clock; milliseconds since
 *     1970
 */
@PublicEvolving
public record MessageMetadata(ConnectionMetadata connection, long receivedAtMillis) {}
