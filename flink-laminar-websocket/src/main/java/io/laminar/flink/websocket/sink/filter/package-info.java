/** The language in which a client says which rows it wants. Knows nothing of connections. */
@NullMarked
package io.laminar.flink.websocket.sink.filter;

import org.jspecify.annotations.NullMarked;
