// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import java.io.IOException;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.utils.ProjectedRowData;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Leaves columns out for a format that can't do that itself. */
final class ProjectingSchema implements DeserializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private final DeserializationSchema<RowData> schema;
    private final int[] columns;
    private final TypeInformation<RowData> producedType;

    ProjectingSchema(
            DeserializationSchema<RowData> schema,
            int[] columns,
            TypeInformation<RowData> producedType) {
        this.schema = schema;
        this.columns = columns.clone();
        this.producedType = producedType;
    }

    @Override
    public void open(InitializationContext context) throws Exception {
        schema.open(context);
    }

    @Override
    public @Nullable RowData deserialize(byte[] record) throws IOException {
        RowData row = schema.deserialize(record);
        return row == null ? null : project(row);
    }

    @Override
    public void deserialize(byte[] record, Collector<RowData> out) throws IOException {
        schema.deserialize(record, new Projecting(out));
    }

    private RowData project(RowData row) {
        return ProjectedRowData.from(columns).replaceRow(row);
    }

    @Override
    public boolean isEndOfStream(RowData row) {
        return false;
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return producedType;
    }

    private final class Projecting implements Collector<RowData> {

        private final Collector<RowData> out;

        Projecting(Collector<RowData> out) {
            this.out = out;
        }

        @Override
        public void collect(RowData row) {
            out.collect(project(row));
        }

        @Override
        public void close() {
            out.close();
        }
    }
}
