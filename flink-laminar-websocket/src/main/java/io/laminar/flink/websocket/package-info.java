/** WebSocket source and sink for Flink's DataStream API. */
@NullMarked
package io.laminar.flink.websocket;

import org.jspecify.annotations.NullMarked;
