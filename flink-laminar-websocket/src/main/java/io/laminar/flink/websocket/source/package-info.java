/** The source's reader, split, enumerator and the cutting of messages into records. */
@NullMarked
package io.laminar.flink.websocket.source;

import org.jspecify.annotations.NullMarked;
