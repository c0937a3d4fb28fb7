// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.description.Description;
import org.apache.flink.configuration.description.TextElement;

/**
 * Options of {@code CREATE CATALOG … WITH ('type' = 'laminar')}, and those that it reads of its
 * tables.
 */
@PublicEvolving
public final class LaminarCatalogOptions {

    public static final ConfigOption<String> DEFAULT_DATABASE =
            ConfigOptions.key("default-database")
                    .stringType()
                    .defaultValue("default")
                    .withDescription("The database that USE CATALOG makes the current one.");

    public static final ConfigOption<String> STORE =
            ConfigOptions.key("store")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            described(
                                    "Folder on any file system of Flink, such as %s, that keeps"
                                            + " databases, tables, views and functions. Without it"
                                            + " they live as long as the session.",
                                    "file:///var/lib/laminar"));

    public static final ConfigOption<String> DELEGATE =
            ConfigOptions.key("delegate")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            described(
                                    "Type of another catalog, such as %s, that keeps the tables;"
                                            + " its own options stand behind %s.",
                                    "hive", "delegate."));

    public static final ConfigOption<Boolean> SCHEMA_DETECTION =
            ConfigOptions.key("schema.detection")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Whether a table without columns gets those that its connector finds"
                                    + " upstream.");

    public static final ConfigOption<Integer> SCHEMA_SAMPLE_SIZE =
            ConfigOptions.key("schema.sample_size")
                    .intType()
                    .defaultValue(1000)
                    .withFallbackKeys("schema.sample.size")
                    .withDescription(
                            "How many records are looked at where only records tell the columns.");

    public static final ConfigOption<Duration> SCHEMA_SAMPLE_TIMEOUT =
            ConfigOptions.key("schema.sample_timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withFallbackKeys("schema.sample.timeout")
                    .withDescription("How long those records are waited for.");

    /** Of a table. */
    public static final ConfigOption<String> WATERMARK_COLUMN =
            ConfigOptions.key("watermark.column")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("watermark_column")
                    .withDescription(
                            described(
                                    "Timestamp column that is the event time: stands for %s, which"
                                            + " needs columns before it.",
                                    "WATERMARK FOR c AS c - delay"));

    /** Of a table. */
    public static final ConfigOption<Duration> WATERMARK_DELAY =
            ConfigOptions.key("watermark.delay")
                    .durationType()
                    .defaultValue(Duration.ZERO)
                    .withFallbackKeys("watermark_delay")
                    .withDescription("How late rows may come, in event time.");

    /** Of the catalog, in the order of its documentation. */
    public static final List<ConfigOption<?>> OF_CATALOG =
            List.of(
                    DEFAULT_DATABASE,
                    STORE,
                    DELEGATE,
                    SCHEMA_DETECTION,
                    SCHEMA_SAMPLE_SIZE,
                    SCHEMA_SAMPLE_TIMEOUT);

    /** That it reads of its tables, in the order of its documentation. */
    public static final List<ConfigOption<?>> OF_TABLES =
            List.of(WATERMARK_COLUMN, WATERMARK_DELAY);

    private LaminarCatalogOptions() {}

    private static Description described(String text, String... codes) {
        TextElement[] elements = new TextElement[codes.length];
        for (int i = 0; i < codes.length; i++) {
            elements[i] = TextElement.code(codes[i]);
        }
        return Description.builder().text(text, elements).build();
    }
}
