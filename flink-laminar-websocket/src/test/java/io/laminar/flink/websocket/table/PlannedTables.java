// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.FactoryUtil;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Sources and sinks, made by the factory as a planner does it. */
final class PlannedTables {

    private PlannedTables() {}

    static DynamicTableSource source(ResolvedSchema columns, Map<String, String> options) {
        return FactoryUtil.createDynamicTableSource(
                null,
                ObjectIdentifier.of("c", "d", "t"),
                table(columns, options),
                Map.of(),
                new Configuration(),
                PlannedTables.class.getClassLoader(),
                /* isTemporary= */ false);
    }

    static DynamicTableSink sink(ResolvedSchema columns, Map<String, String> options) {
        return FactoryUtil.createDynamicTableSink(
                null,
                ObjectIdentifier.of("c", "d", "t"),
                table(columns, options),
                Map.of(),
                new Configuration(),
                PlannedTables.class.getClassLoader(),
                /* isTemporary= */ false);
    }

    private static ResolvedCatalogTable table(ResolvedSchema columns, Map<String, String> options) {
        return new ResolvedCatalogTable(
                CatalogTable.newBuilder()
                        .schema(Schema.newBuilder().fromResolvedSchema(columns).build())
                        .partitionKeys(List.of())
                        .options(with(options, "connector", "websocket"))
                        .build(),
                columns);
    }

    static Map<String, String> with(Map<String, String> options, String key, String value) {
        Map<String, String> more = new HashMap<>(options);
        more.put(key, value);
        return more;
    }

    static void assertError(ThrowingCallable planning, String text) {
        assertThatThrownBy(planning)
                .rootCause()
                .isInstanceOf(ValidationException.class)
                .hasMessage("Connector 'websocket': " + text);
    }
}
