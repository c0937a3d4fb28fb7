// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import io.laminar.flink.mapping.OptionMapping.Mapped;
import io.laminar.flink.sdk.schema.SchemaDetector;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;

/** Makes tables of {@code 'connector' = 'laminar-kafka'} out of Flink's own Kafka connector. */
@Internal
public final class LaminarKafkaTableFactory
        implements DynamicTableSourceFactory, DynamicTableSinkFactory, SchemaDetector {

    public static final String IDENTIFIER = "laminar-kafka";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    /** None: the mapping reports what is missing in our words, all together. */
    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.copyOf(KafkaMapping.SINK.options());
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        if (KafkaMapping.isUpsert(context)) {
            return make(KafkaMapping.UPSERT_SOURCE.map(context, DynamicTableSourceFactory.class));
        }
        Mapped<DynamicTableSourceFactory> table =
                KafkaMapping.SOURCE.map(context, DynamicTableSourceFactory.class);
        return KafkaMapping.skipsErrors(KafkaMapping.read(context.getCatalogTable().getOptions()))
                ? new SkippingKafkaTableFactory().createDynamicTableSource(table.context())
                : make(table);
    }

    private static DynamicTableSource make(Mapped<DynamicTableSourceFactory> table) {
        return table.factory().createDynamicTableSource(table.context());
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        if (KafkaMapping.isUpsert(context)) {
            Mapped<DynamicTableSinkFactory> table =
                    KafkaMapping.UPSERT_SINK.map(context, DynamicTableSinkFactory.class);
            return table.factory().createDynamicTableSink(KafkaTransactions.fit(table.context()));
        }
        Context table = KafkaMapping.SINK.map(context, DynamicTableSinkFactory.class).context();
        return KafkaPartitioning.factory(
                        KafkaMapping.read(context.getCatalogTable().getOptions()),
                        context.getCatalogTable().getResolvedSchema())
                .createDynamicTableSink(KafkaTransactions.fit(table));
    }

    @Override
    public ResolvedSchema detectSchema(Request request) {
        try {
            return KafkaSchemas.detect(request);
        } catch (LinkageError e) {
            // The uber jar of the official connector has Kafka's classes under other names.
            throw new ValidationException(
                    KafkaErrors.noColumns(
                            "kafka-clients, or the jar of the format, is not beside ours in Flink's"
                                    + " lib folder"),
                    e);
        }
    }
}
