// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import io.laminar.flink.sdk.schema.SchemaDetector;
import io.laminar.flink.sdk.schema.SchemaDetector.Request;
import io.laminar.flink.sdk.schema.SchemaDetector.Sampling;
import java.util.Map;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * Gives a new table the columns and the key of its upstream table, if its statement left them out.
 *
 * @param detects whether upstream systems are asked
 * @param configuration of the session
 * @param classLoader that knows the user's jars
 */
record SchemaCompletion(
        boolean detects, Sampling sampling, ReadableConfig configuration, ClassLoader classLoader) {

    /**
     * The table as it will be kept.
     *
     * @throws ValidationException if the columns can't be found, or don't fit the watermark
     */
    ResolvedCatalogTable complete(ObjectIdentifier name, ResolvedCatalogTable table) {
        WatermarkOptions watermark =
                WatermarkOptions.read(name.asSummaryString(), table.getOptions());
        Map<String, String> options = watermark.withoutOptions(table.getOptions());
        String connector = options.get(FactoryUtil.CONNECTOR.key());
        ResolvedSchema written = table.getResolvedSchema();
        ResolvedSchema schema =
                watermark.fit(
                        detects && connector != null && written.getColumns().isEmpty()
                                ? detect(name, connector, options)
                                : written);
        if (schema.equals(written)) {
            return table;
        }
        return new ResolvedCatalogTable(
                CatalogTable.newBuilder()
                        .schema(Schema.newBuilder().fromResolvedSchema(schema).build())
                        .comment(table.getComment())
                        .partitionKeys(table.getPartitionKeys())
                        .options(table.getOptions())
                        .build(),
                schema);
    }

    private ResolvedSchema detect(
            ObjectIdentifier name, String connector, Map<String, String> options) {
        DynamicTableFactory factory =
                FactoryUtil.discoverFactory(classLoader, DynamicTableFactory.class, connector);
        if (!(factory instanceof SchemaDetector detector)) {
            throw new ValidationException(
                    CatalogErrors.noDetection(name.asSummaryString(), connector));
        }
        ResolvedSchema schema =
                detector.detectSchema(
                        new Request(name, options, sampling, configuration, classLoader));
        if (schema.getColumns().isEmpty()) {
            throw new ValidationException(CatalogErrors.noColumns(name.asSummaryString()));
        }
        return schema;
    }
}
