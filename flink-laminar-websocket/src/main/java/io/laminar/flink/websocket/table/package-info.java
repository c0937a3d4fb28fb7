/** The SQL connector {@code websocket}: options, factory, table source and sink. */
@NullMarked
package io.laminar.flink.websocket.table;

import org.jspecify.annotations.NullMarked;
