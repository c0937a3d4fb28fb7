// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

/** One message for all clients, as the format made it, and which filters it passed. */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
record OutboundMessage(byte[] payload, Verdicts verdicts) {}
