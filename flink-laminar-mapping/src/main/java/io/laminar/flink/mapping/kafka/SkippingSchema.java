// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The official schema of a table's records, but one that can't be decoded gives no row at all.
 *
 * <p>Threads: the reader's only. Rows of a record are passed on when all of it is decoded, so what
 * fails downstream is never taken for a bad record.
 */
final class SkippingSchema implements KafkaRecordDeserializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private final KafkaRecordDeserializationSchema<RowData> official;
    private final RecordFailure failure;
    private transient @Nullable SkippedRecords skipped;
    private transient @Nullable Rows rows;

    SkippingSchema(KafkaRecordDeserializationSchema<RowData> official, RecordFailure failure) {
        this.official = official;
        this.failure = failure;
    }

    /**
     * Takes the place of the schema in a source, which has no builder that gives away what it was
     * built with.
     */
    @SuppressWarnings("unchecked")
    static void putInto(KafkaSource<RowData> source, RecordFailure failure) {
        try {
            Field schema = KafkaSource.class.getDeclaredField("deserializationSchema");
            schema.setAccessible(true);
            schema.set(
                    source,
                    new SkippingSchema(
                            (KafkaRecordDeserializationSchema<RowData>) schema.get(source),
                            failure));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(KafkaErrors.SKIP_NEEDS_VERSION, e);
        }
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) throws Exception {
        official.open(context);
        skipped = new SkippedRecords(context.getMetricGroup(), System::nanoTime);
        rows = new Rows();
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RowData> out)
            throws IOException {
        if (rows == null || skipped == null) {
            throw new IllegalStateException("open() comes first.");
        }
        official.deserialize(record, rows);
        Exception cause = failure.take();
        if (cause == null) {
            rows.decoded.forEach(out::collect);
        } else {
            skipped.add(record, cause);
        }
        rows.decoded.clear();
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return official.getProducedType();
    }

    /** The rows of one record. */
    private static final class Rows implements Collector<RowData> {

        private final List<RowData> decoded = new ArrayList<>();

        @Override
        public void collect(RowData row) {
            decoded.add(row);
        }

        @Override
        public void close() {
            // Holds nothing but rows.
        }
    }
}
