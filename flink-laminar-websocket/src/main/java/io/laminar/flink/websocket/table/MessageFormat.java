// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.arrow.ArrowEncoder;
import io.laminar.flink.websocket.sink.batch.JoiningEncoder;
import io.laminar.flink.websocket.sink.batch.MessageEncoder;
import io.laminar.flink.websocket.sink.batch.RowLayout;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a table become messages.
 *
 * @param rows the format of each row; null for Arrow, which holds all rows of a message together
 */
record MessageFormat(
        FrameType frameType,
        RowLayout layout,
        @Nullable EncodingFormat<SerializationSchema<RowData>> rows,
        ChangelogEnvelope envelope,
        DataType rowType) {

    /** The formats that hold several rows by nature. */
    static final String JSON_ARRAY = "json-array";

    static final String ARROW = "arrow";

    /** Whether rows of every kind may come to a format of inserted rows. */
    boolean knowsKinds() {
        return rows != null && !rows.getChangelogMode().containsOnly(RowKind.INSERT);
    }

    MessageEncoder<RowData> encoder(DynamicTableSink.Context context) {
        if (rows == null) {
            return new ArrowEncoder((RowType) rowType.getLogicalType());
        }
        SerializationSchema<RowData> schema = rows.createRuntimeEncoder(context, rowType);
        return new JoiningEncoder<>(
                knowsKinds() ? schema : new ChangelogSchema(schema, /* isJson= */ true, envelope),
                layout);
    }
}
