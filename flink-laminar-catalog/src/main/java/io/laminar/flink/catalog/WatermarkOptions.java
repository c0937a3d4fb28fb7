// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import static io.laminar.flink.catalog.LaminarCatalogOptions.WATERMARK_COLUMN;
import static io.laminar.flink.catalog.LaminarCatalogOptions.WATERMARK_DELAY;

import io.laminar.flink.sdk.option.OptionReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.jspecify.annotations.Nullable;

/**
 * The watermark that a table's options ask for. The options are kept with the table, and become a
 * {@code WATERMARK} clause whenever it is read: only Flink can resolve the clause's expression.
 *
 * @param table name, for messages
 * @param column none if they ask for no watermark
 */
record WatermarkOptions(String table, @Nullable String column, Duration delay) {

    /** Flink's limit for the precision of event time. */
    private static final int MAX_PRECISION = 3;

    /** What an interval of Flink's SQL holds. */
    private static final Duration MAX_DELAY = Duration.ofDays(999);

    private static final Set<LogicalTypeRoot> TIMESTAMPS =
            Set.of(
                    LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE,
                    LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);

    static WatermarkOptions read(String table, Map<String, String> options) {
        OptionReader reader = OptionReader.of("Table " + table, options);
        String column = reader.find(WATERMARK_COLUMN).orElse(null);
        Duration delay = reader.get(WATERMARK_DELAY);
        if (column == null && reader.isWritten(WATERMARK_DELAY)) {
            reader.problem(CatalogErrors.DELAY_WITHOUT_COLUMN);
        }
        if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
            reader.problem(CatalogErrors.badDelay(delay, MAX_DELAY));
        }
        reader.throwProblems();
        return new WatermarkOptions(table, column, delay);
    }

    /**
     * The schema that allows the watermark: its column is cut to milliseconds.
     *
     * @throws ValidationException if there is no such column, or it is no timestamp
     */
    ResolvedSchema fit(ResolvedSchema schema) {
        if (column == null) {
            return schema;
        }
        if (!schema.getWatermarkSpecs().isEmpty()) {
            throw new ValidationException(CatalogErrors.watermarkTwice(table));
        }
        List<Column> columns = new ArrayList<>(schema.getColumns());
        int index = schema.getColumnNames().indexOf(column);
        if (index < 0) {
            throw new ValidationException(
                    CatalogErrors.noWatermarkColumn(table, column, schema.getColumnNames()));
        }
        DataType type = columns.get(index).getDataType();
        if (!TIMESTAMPS.contains(type.getLogicalType().getTypeRoot())) {
            throw new ValidationException(CatalogErrors.noTimestamp(table, column, type));
        }
        if (LogicalTypeChecks.getPrecision(type.getLogicalType()) <= MAX_PRECISION) {
            return schema;
        }
        columns.set(index, columns.get(index).copy(inMilliseconds(type.getLogicalType())));
        return new ResolvedSchema(columns, List.of(), schema.getPrimaryKey().orElse(null));
    }

    private static DataType inMilliseconds(LogicalType type) {
        DataType cut =
                type.is(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE)
                        ? DataTypes.TIMESTAMP(MAX_PRECISION)
                        : DataTypes.TIMESTAMP_LTZ(MAX_PRECISION);
        return type.isNullable() ? cut : cut.notNull();
    }

    /** The table with the clause in the place of the options. */
    CatalogTable toClause(CatalogTable kept) {
        if (column == null) {
            return kept;
        }
        return CatalogTable.newBuilder()
                .schema(
                        Schema.newBuilder()
                                .fromSchema(kept.getUnresolvedSchema())
                                .watermark(column, expression(column, delay))
                                .build())
                .comment(kept.getComment())
                .partitionKeys(kept.getPartitionKeys())
                .options(withoutOptions(kept.getOptions()))
                .build();
    }

    /** For connectors, which don't know them. */
    Map<String, String> withoutOptions(Map<String, String> options) {
        Map<String, String> rest = new HashMap<>(options);
        remove(rest, WATERMARK_COLUMN);
        remove(rest, WATERMARK_DELAY);
        return rest;
    }

    private static String expression(String column, Duration delay) {
        String quoted = "`" + column.replace("`", "``") + "`";
        return delay.isZero()
                ? quoted
                : String.format(
                        "%s - INTERVAL '%d %02d:%02d:%02d.%03d' DAY(3) TO SECOND(3)",
                        quoted,
                        delay.toDaysPart(),
                        delay.toHoursPart(),
                        delay.toMinutesPart(),
                        delay.toSecondsPart(),
                        delay.toMillisPart());
    }

    private static void remove(Map<String, String> options, ConfigOption<?> option) {
        options.remove(option.key());
        for (FallbackKey fallback : option.fallbackKeys()) {
            options.remove(fallback.getKey());
        }
    }
}
