/**
 * RFC 6455 on Netty: handshakes, connections and a listening server; knows nothing of Flink's
 * runtime.
 */
@NullMarked
package io.laminar.flink.websocket.protocol;

import org.jspecify.annotations.NullMarked;
