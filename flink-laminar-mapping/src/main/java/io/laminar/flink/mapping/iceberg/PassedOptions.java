// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The options that Iceberg takes without declaring them: its factory reads the whole map, for the
 * catalog, the scan and the writer at once.
 */
final class PassedOptions {

    /** Properties of a table that is created, by Iceberg's {@code TableProperties}. */
    private static final Set<String> TABLE_PREFIXES =
            Set.of(
                    "write.",
                    "read.",
                    "commit.",
                    "history.",
                    "gc.",
                    "compatibility.",
                    "encryption.");

    private static final String FORMAT_VERSION = "format-version";

    /** Of catalogs and of what stores files. */
    private static final Set<String> CATALOG_PREFIXES =
            Set.of("s3.", "client.", "glue.", "rest.", "header.", "gcs.", "adls.", "cache.");

    private static final Set<String> NAMES =
            Set.of(
                    // Catalogs.
                    "io-impl",
                    "oauth2-server-uri",
                    "scope",
                    "audience",
                    "resource",
                    "prefix",
                    "clients",
                    "hive-conf-dir",
                    "hadoop-conf-dir",
                    "cache-enabled",
                    "location",
                    FORMAT_VERSION,
                    // FlinkReadOptions.
                    "snapshot-id",
                    "tag",
                    "branch",
                    "end-tag",
                    "end-snapshot-id",
                    "case-sensitive",
                    "as-of-timestamp",
                    "starting-strategy",
                    "start-snapshot-timestamp",
                    "split-size",
                    "split-lookback",
                    "split-file-open-cost",
                    "include-column-stats",
                    "max-planning-snapshot-count",
                    "limit",
                    "max-allowed-planning-failures",
                    "watermark-column",
                    "watermark-column-time-unit",
                    // FlinkWriteOptions.
                    "target-file-size-bytes",
                    "compression-codec",
                    "compression-level",
                    "compression-strategy",
                    "overwrite-enabled",
                    "range-distribution-statistics-type",
                    "range-distribution-sort-key-base-weight",
                    "table-refresh-interval",
                    "uid-suffix",
                    "compaction-enabled");

    private PassedOptions() {}

    /** Beginnings of the keys that Iceberg takes, for this table. */
    static Set<String> prefixes(Map<String, String> written) {
        Set<String> prefixes = new HashSet<>(CATALOG_PREFIXES);
        prefixes.addAll(TABLE_PREFIXES);
        Set<String> names = new HashSet<>(NAMES);
        IcebergMapping.MAPPING.rules().forEach(rule -> names.addAll(rule.officialKeys()));
        written.keySet().stream().filter(names::contains).forEach(prefixes::add);
        return prefixes;
    }

    /**
     * Those that belong into the metadata of a table that is created. Everyone who may read the
     * table sees them there, so that no key of a catalog or a storage may be among them.
     */
    static Map<String, String> ofTable(Map<String, String> mapped) {
        return mapped.entrySet().stream()
                .filter(
                        option ->
                                option.getKey().equals(FORMAT_VERSION)
                                        || TABLE_PREFIXES.stream()
                                                .anyMatch(option.getKey()::startsWith))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
