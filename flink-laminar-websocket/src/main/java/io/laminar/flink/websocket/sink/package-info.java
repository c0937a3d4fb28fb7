/** The sink's writer and the server that sends every message to every client. */
@NullMarked
package io.laminar.flink.websocket.sink;

import org.jspecify.annotations.NullMarked;
