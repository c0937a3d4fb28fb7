// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import java.io.IOException;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * A format of keys or values that notes a failure in place of throwing it. Past an exception the
 * official schema would keep the record's key for the next one.
 */
final class ForgivingFormat implements DeserializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private final DeserializationSchema<RowData> format;
    private final RecordFailure failure;

    ForgivingFormat(DeserializationSchema<RowData> format, RecordFailure failure) {
        this.format = format;
        this.failure = failure;
    }

    @Override
    public void open(InitializationContext context) throws Exception {
        format.open(context);
    }

    @Override
    public void deserialize(byte[] message, Collector<RowData> out) {
        try {
            format.deserialize(message, out);
        } catch (IOException | RuntimeException e) {
            failure.note(e);
        }
    }

    @Override
    public @Nullable RowData deserialize(byte[] message) {
        throw new IllegalStateException("The official schema always gives a collector.");
    }

    @Override
    public boolean isEndOfStream(RowData nextElement) {
        return format.isEndOfStream(nextElement);
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return format.getProducedType();
    }
}
