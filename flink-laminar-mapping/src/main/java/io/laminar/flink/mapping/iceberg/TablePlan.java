// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import io.laminar.flink.mapping.iceberg.IcebergOptions.SchemaEvolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;

/**
 * What a statement wants a table to be.
 *
 * @param options as Iceberg takes them, for its catalog, scan and writer
 * @param schema physical columns and the key
 * @param partitioning of a new table; an existing one may not differ from it
 */
record TablePlan(
        TableName table,
        Map<String, String> options,
        ResolvedSchema schema,
        Optional<PartitionBy> partitioning,
        boolean isUpsert,
        boolean isCreated,
        SchemaEvolution evolution) {

    /** Ours alone: {@link IcebergMapping} has checked them, and Iceberg does not know them. */
    private static final Set<String> OWN =
            Set.of(
                    IcebergOptions.AUTO_CREATE_TABLE.key(),
                    IcebergOptions.PARTITION_BY.key(),
                    IcebergOptions.SCHEMA_EVOLUTION.key());

    /** Reads a table that {@link IcebergMapping} has mapped. */
    static TablePlan of(ResolvedCatalogTable mapped) {
        Map<String, String> all = mapped.getOptions();
        Map<String, String> options = new HashMap<>(all);
        options.keySet().removeAll(OWN);
        List<String> namespace = new ArrayList<>();
        Optional.ofNullable(all.get("base-namespace"))
                .ifPresent(outer -> namespace.addAll(List.of(outer.split("\\."))));
        namespace.add(all.getOrDefault("catalog-database", ""));
        Optional<PartitionBy> partitioning =
                Optional.ofNullable(all.get(IcebergOptions.PARTITION_BY.key()))
                        .flatMap(PartitionBy::of)
                        .or(
                                () ->
                                        mapped.getPartitionKeys().isEmpty()
                                                ? Optional.empty()
                                                : Optional.of(
                                                        PartitionBy.columns(
                                                                mapped.getPartitionKeys())));
        return new TablePlan(
                new TableName(namespace, all.getOrDefault("catalog-table", "")),
                options,
                physical(mapped.getResolvedSchema()),
                partitioning,
                Boolean.parseBoolean(all.get("upsert-enabled")),
                Boolean.parseBoolean(all.get(IcebergOptions.AUTO_CREATE_TABLE.key())),
                SchemaEvolution.valueOf(
                        all.getOrDefault(
                                IcebergOptions.SCHEMA_EVOLUTION.key(),
                                SchemaEvolution.NONE.name())));
    }

    private static ResolvedSchema physical(ResolvedSchema schema) {
        return new ResolvedSchema(
                schema.getColumns().stream()
                        .filter(Column::isPhysical)
                        .collect(Collectors.toList()),
                List.of(),
                schema.getPrimaryKey().orElse(null));
    }

    /** Columns of the key, none without one. */
    List<String> key() {
        return schema.getPrimaryKey().map(UniqueConstraint::getColumns).orElse(List.of());
    }

    /** The catalog's address, for messages. */
    String catalog() {
        return options.getOrDefault(
                "uri",
                options.getOrDefault("warehouse", "AWS Glue in " + options.get("client.region")));
    }
}
