// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.sink.ClientFormat;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.RowKind;

/**
 * A format of single rows.
 *
 * @param name by which it was found
 */
record RowFormat(
        String name, boolean isJson, EncodingFormat<SerializationSchema<RowData>> encoding) {

    /** Whether it says the kind of a row itself; else the envelope does, if there is one. */
    boolean knowsKinds() {
        return !encoding.getChangelogMode().containsOnly(RowKind.INSERT);
    }

    SerializationSchema<RowData> serializer(
            DynamicTableSink.Context context, DataType rowType, ChangelogEnvelope envelope) {
        SerializationSchema<RowData> rows = encoding.createRuntimeEncoder(context, rowType);
        return knowsKinds() ? rows : new ChangelogSchema(rows, isJson, envelope);
    }

    /** As one that clients may ask for. In an envelope every message is JSON. */
    ClientFormat<RowData> forClients(
            DynamicTableSink.Context context, DataType rowType, ChangelogEnvelope envelope) {
        return new ClientFormat<>(
                name,
                serializer(context, rowType, envelope),
                isJson || envelope == ChangelogEnvelope.JSON);
    }
}
