/** The WebSocket connectors beside bare Netty and Java-WebSocket. */
@NullMarked
package io.laminar.flink.benchmarks.websocket;

import org.jspecify.annotations.NullMarked;
