// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import io.laminar.flink.mapping.cdc.UpstreamColumn;
import java.util.Set;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.jspecify.annotations.Nullable;

/** What Flink CDC delivers of each type of PostgreSQL, by the options that we give it. */
final class PostgresTypes {

    /** PostgreSQL's own bytes before what a type modifier says. */
    private static final int HEADER = 4;

    private static final int MAX_FRACTION = 6;

    private static final Set<LogicalTypeRoot> STRINGS =
            Set.of(LogicalTypeRoot.CHAR, LogicalTypeRoot.VARCHAR);
    private static final Set<LogicalTypeRoot> NUMBERS =
            Set.of(LogicalTypeRoot.CHAR, LogicalTypeRoot.VARCHAR, LogicalTypeRoot.DOUBLE);
    private static final Set<LogicalTypeRoot> ANY_NUMBERS =
            Set.of(LogicalTypeRoot.DECIMAL, LogicalTypeRoot.DOUBLE);
    private static final Set<LogicalTypeRoot> TIMES =
            Set.of(
                    LogicalTypeRoot.CHAR,
                    LogicalTypeRoot.VARCHAR,
                    LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE);

    /** Of an array, Flink CDC delivers its elements as Java writes them. */
    private static final Set<String> ELEMENTS =
            Set.of(
                    "bool",
                    "int2",
                    "int4",
                    "int8",
                    "float4",
                    "float8",
                    "numeric",
                    "text",
                    "varchar",
                    "bpchar",
                    "uuid",
                    "json",
                    "jsonb",
                    "timestamptz");

    /** Flink CDC can cut a snapshot into parts by these. */
    private static final Set<String> CHUNK_KEYS =
            Set.of(
                    "bool",
                    "int2",
                    "int4",
                    "int8",
                    "float4",
                    "float8",
                    "numeric",
                    "text",
                    "varchar",
                    "bpchar",
                    "uuid",
                    "date",
                    "time",
                    "timestamp",
                    "timestamptz");

    private PostgresTypes() {}

    /**
     * A column as the catalogue has it, with domains replaced by what they stand for.
     *
     * @param written with its modifiers, as in a DDL
     * @param base the type's name
     * @param modifier of the type; -1 for none
     * @param element name of an array's type; {@code null} if it is none
     * @param dimensions as declared
     */
    record CatalogColumn(
            String name,
            String written,
            String base,
            int modifier,
            boolean isEnum,
            @Nullable String element,
            boolean isEnumElement,
            int dimensions,
            boolean isNotNull,
            boolean isGenerated) {}

    static boolean isChunkKey(String base) {
        return CHUNK_KEYS.contains(base);
    }

    static UpstreamColumn column(CatalogColumn column) {
        if (column.isGenerated()) {
            // The log has no value of it.
            return new UpstreamColumn(
                    column.name(), column.written() + " GENERATED ALWAYS", null, Set.of());
        }
        DataType type = type(column);
        return new UpstreamColumn(
                column.name(),
                column.written(),
                type != null && column.isNotNull() ? type.notNull() : type,
                alsoFits(column, type));
    }

    private static @Nullable DataType type(CatalogColumn column) {
        int modifier = column.modifier();
        if (column.isEnum()) {
            return DataTypes.STRING();
        }
        if (column.element() != null) {
            return column.dimensions() <= 1
                            && (ELEMENTS.contains(column.element()) || column.isEnumElement())
                    ? DataTypes.STRING()
                    : null;
        }
        return switch (column.base()) {
            case "bool" -> DataTypes.BOOLEAN();
            case "int2" -> DataTypes.SMALLINT();
            case "int4" -> DataTypes.INT();
            case "int8", "oid" -> DataTypes.BIGINT();
            case "float4" -> DataTypes.FLOAT();
            case "float8" -> DataTypes.DOUBLE();
            case "numeric" -> numeric(modifier);
            case "money" -> DataTypes.DECIMAL(19, 2);
            case "bpchar" ->
                    modifier > HEADER ? DataTypes.CHAR(modifier - HEADER) : DataTypes.STRING();
            case "varchar" ->
                    modifier > HEADER ? DataTypes.VARCHAR(modifier - HEADER) : DataTypes.STRING();
            case "text",
                            "name",
                            "char",
                            "citext",
                            "uuid",
                            "json",
                            "jsonb",
                            "xml",
                            "hstore",
                            "ltree",
                            "inet",
                            "cidr",
                            "macaddr",
                            "macaddr8",
                            "interval",
                            "timetz",
                            "int4range",
                            "int8range",
                            "numrange",
                            "tsrange",
                            "tstzrange",
                            "daterange",
                            "geometry",
                            "geography" ->
                    DataTypes.STRING();
            case "date" -> DataTypes.DATE();
            // Flink has no finer time of day.
            case "time" -> DataTypes.TIME(Math.min(fraction(modifier), 3));
            case "timestamp" -> DataTypes.TIMESTAMP(fraction(modifier));
            case "timestamptz" -> DataTypes.TIMESTAMP_LTZ(fraction(modifier));
            case "bit" -> modifier == 1 ? DataTypes.BOOLEAN() : DataTypes.BYTES();
            case "point" ->
                    DataTypes.ROW(
                            DataTypes.FIELD("x", DataTypes.DOUBLE()),
                            DataTypes.FIELD("y", DataTypes.DOUBLE()));
            // The value as the server writes it, in UTF-8; bits and bytes as they are.
            default -> DataTypes.BYTES();
        };
    }

    private static Set<LogicalTypeRoot> alsoFits(CatalogColumn column, @Nullable DataType type) {
        if (type == null || column.isEnum() || column.element() != null) {
            return Set.of();
        }
        return switch (column.base()) {
            case "bool", "int2", "int4", "int8", "oid", "float4", "float8", "money" -> STRINGS;
            case "numeric" ->
                    type.getLogicalType().is(LogicalTypeRoot.DECIMAL) ? NUMBERS : ANY_NUMBERS;
            case "timestamptz" -> TIMES;
            default -> Set.of();
        };
    }

    private static DataType numeric(int modifier) {
        if (modifier < HEADER) {
            return DataTypes.STRING();
        }
        int precision = ((modifier - HEADER) >> 16) & 0xffff;
        // Eleven bits with a sign.
        int scale = (((modifier - HEADER) & 0x7ff) ^ 0x400) - 0x400;
        return precision <= DecimalType.MAX_PRECISION && scale >= 0 && scale <= precision
                ? DataTypes.DECIMAL(precision, scale)
                : DataTypes.STRING();
    }

    private static int fraction(int modifier) {
        return modifier < 0 ? MAX_FRACTION : modifier;
    }
}
