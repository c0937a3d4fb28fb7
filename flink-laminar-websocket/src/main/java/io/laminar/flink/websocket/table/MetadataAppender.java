// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.source.ConnectionMetadata;
import io.laminar.flink.websocket.source.MessageMetadata;
import io.laminar.flink.websocket.source.WebSocketDeserializationSchema;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.utils.JoinedRowData;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Puts metadata columns behind the columns of the format. */
final class MetadataAppender implements WebSocketDeserializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private final DeserializationSchema<RowData> schema;
    private final List<ReadableMetadata> columns;
    private final TypeInformation<RowData> producedType;

    /** What belongs to a connection is made once for it, not for each of its messages. */
    private transient @Nullable ConnectionMetadata connection;

    private transient @Nullable MessageMetadata message;
    private transient @Nullable GenericRowData metadata;

    MetadataAppender(
            DeserializationSchema<RowData> schema,
            List<ReadableMetadata> columns,
            TypeInformation<RowData> producedType) {
        this.schema = schema;
        this.columns = List.copyOf(columns);
        this.producedType = producedType;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) throws Exception {
        schema.open(context);
    }

    @Override
    public void deserialize(byte[] record, MessageMetadata from, Collector<RowData> out)
            throws IOException {
        schema.deserialize(record, new Appending(metadataOf(from), out));
    }

    private GenericRowData metadataOf(MessageMetadata from) {
        GenericRowData row = metadata;
        if (row != null && from.equals(message)) {
            return row;
        }
        // A new row each time: what was emitted before may still refer to the old one.
        GenericRowData next = new GenericRowData(columns.size());
        boolean sameConnection = row != null && from.connection().equals(connection);
        for (int i = 0; i < columns.size(); i++) {
            ReadableMetadata column = columns.get(i);
            boolean isKept = sameConnection && column != ReadableMetadata.RECEIVED_AT;
            next.setField(i, isKept && row != null ? row.getField(i) : column.read(from));
        }
        message = from;
        connection = from.connection();
        metadata = next;
        return next;
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return producedType;
    }

    private record Appending(GenericRowData metadata, Collector<RowData> out)
            implements Collector<RowData> {

        @Override
        public void collect(RowData row) {
            out.collect(new JoinedRowData(row.getRowKind(), row, metadata));
        }

        @Override
        public void close() {
            out.close();
        }
    }
}
