// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.DynamicTableFactory.Context;
import org.apache.flink.table.factories.FactoryUtil;

/** Tables of a number and an array, as a factory sees them. */
final class KafkaTable {

    static final Map<String, String> BASE =
            Map.of("bootstrap.servers", "b:9092", "topic", "t", "group.id", "g");

    private static final List<Column> COLUMNS =
            List.of(
                    Column.physical("id", DataTypes.BIGINT().notNull()),
                    Column.physical("tags", DataTypes.ARRAY(DataTypes.STRING())));

    private KafkaTable() {}

    /** The options that every table needs, and these. */
    static Map<String, String> with(String... keysAndValues) {
        Map<String, String> options = new HashMap<>(BASE);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            options.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return options;
    }

    static Context context(String name, Map<String, String> options, ReadableConfig configuration) {
        return context(name, options, configuration, ResolvedSchema.of(COLUMNS));
    }

    /** With the number as its primary key. */
    static Context keyed(Map<String, String> options, ReadableConfig configuration) {
        return context(
                "keyed",
                options,
                configuration,
                new ResolvedSchema(
                        COLUMNS, List.of(), UniqueConstraint.primaryKey("key", List.of("id"))));
    }

    /** As the official connector sees the table when it is written to. */
    static Context sink(Context table) {
        return KafkaMapping.SINK.map(table, DynamicTableFactory.class).context();
    }

    private static Context context(
            String name,
            Map<String, String> options,
            ReadableConfig configuration,
            ResolvedSchema schema) {
        Map<String, String> all = new HashMap<>(options);
        all.put("connector", LaminarKafkaTableFactory.IDENTIFIER);
        return new FactoryUtil.DefaultDynamicTableContext(
                ObjectIdentifier.of("catalog", "database", name),
                new ResolvedCatalogTable(
                        CatalogTable.newBuilder()
                                .schema(Schema.newBuilder().fromResolvedSchema(schema).build())
                                .options(all)
                                .build(),
                        schema),
                Map.of(),
                configuration,
                KafkaTable.class.getClassLoader(),
                false);
    }
}
