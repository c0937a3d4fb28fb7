// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

/**
 * A message on its way from the network to the task.
 *
 * @param peer who sent it
 * @param metadata where it came from, and when
 * @param payload not shared with anyone
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
record InboundMessage(Peer peer, MessageMetadata metadata, byte[] payload) {}
