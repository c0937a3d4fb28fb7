// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import io.laminar.flink.sdk.schema.SchemaDetector.Request;
import io.laminar.flink.sdk.schema.SchemaDetector.Sampling;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;
import org.apache.kafka.common.KafkaException;

/** Columns of a topic, from its registry or from the records that it holds. */
final class KafkaSchemas {

    private KafkaSchemas() {}

    /**
     * The columns of a table that was declared without.
     *
     * @throws ValidationException if nothing tells them
     */
    static ResolvedSchema detect(Request request) {
        Map<String, String> options =
                KafkaMapping.UNKNOWN_COLUMNS
                        .map(
                                new FactoryUtil.DefaultDynamicTableContext(
                                        request.table(),
                                        new ResolvedCatalogTable(
                                                CatalogTable.newBuilder()
                                                        .schema(Schema.newBuilder().build())
                                                        .options(request.options())
                                                        .build(),
                                                ResolvedSchema.of()),
                                        Map.of(),
                                        request.configuration(),
                                        request.classLoader(),
                                        /* isTemporary= */ false),
                                DynamicTableFactory.class)
                        .context()
                        .getCatalogTable()
                        .getOptions();
        String format = options.getOrDefault("format", options.getOrDefault("value.format", ""));
        if (options.containsKey("key.format")) {
            throw new ValidationException(KafkaErrors.noColumns("'key.format' is set"));
        }
        return switch (format) {
            case "avro-confluent" ->
                    registered(
                            options,
                            (options.containsKey("format") ? "" : "value.") + format + ".",
                            request.sampling());
            case "json" -> sampled(options, request.sampling());
            default ->
                    throw new ValidationException(
                            KafkaErrors.noColumns(
                                    "records of format '" + format + "' don't tell them"));
        };
    }

    private static ResolvedSchema registered(
            Map<String, String> options, String prefix, Sampling sampling) {
        String topic = options.getOrDefault("topic", "");
        if (topic.isEmpty() || topic.contains(";")) {
            throw new ValidationException(
                    KafkaErrors.noColumns("a registry has a schema for each single topic"));
        }
        try {
            DataType row = RegistrySchema.of(options, prefix, topic, sampling.timeout());
            if (DataType.getFieldCount(row) == 0) {
                throw new ValidationException(
                        KafkaErrors.noColumns("the schema in the registry is no record"));
            }
            return ResolvedSchema.physical(
                    DataType.getFieldNames(row), DataType.getFieldDataTypes(row));
        } catch (IOException | IllegalArgumentException e) {
            throw new ValidationException(
                    KafkaErrors.noColumns("the registry gives no schema: " + e.getMessage()), e);
        }
    }

    private static ResolvedSchema sampled(Map<String, String> options, Sampling sampling) {
        List<byte[]> records;
        try {
            records = RecordSample.values(options, sampling);
        } catch (KafkaException e) {
            throw new ValidationException(
                    KafkaErrors.noColumns("the broker can't be asked: " + e.getMessage()), e);
        }
        JsonShape all = new JsonShape();
        ObjectMapper mapper = new ObjectMapper();
        for (byte[] record : records) {
            try {
                JsonNode value = mapper.readTree(record);
                if (value != null && value.isObject()) {
                    all.add(value);
                }
            } catch (IOException e) {
                throw new ValidationException(
                        KafkaErrors.noColumns("a record is no JSON: " + e.getMessage()), e);
            }
        }
        if (all.fields().isEmpty()) {
            throw new ValidationException(
                    KafkaErrors.noColumns(
                            "no JSON object is in the topic ("
                                    + records.size()
                                    + " records read)"));
        }
        return ResolvedSchema.physical(
                List.copyOf(all.fields().keySet()),
                all.fields().values().stream().map(JsonShape::type).toList());
    }
}
