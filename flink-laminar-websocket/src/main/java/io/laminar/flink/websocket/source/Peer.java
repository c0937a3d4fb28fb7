// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

/**
 * The other end of one connection.
 *
 * @param name for messages, safe to print
 * @param progress of what its messages belong to
 */
record Peer(String name, ConnectionMetadata metadata, Progress progress) {}
