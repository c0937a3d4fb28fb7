// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import io.laminar.flink.postgres.copy.ColumnType;
import io.laminar.flink.postgres.copy.PostgresType;
import io.laminar.flink.postgres.copy.TypeErrors;
import io.laminar.flink.postgres.copy.TypeMapping;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * The column type that a table made from a Flink DDL gets: the one that takes every value of the
 * Flink type, and with the fewest rules about it.
 */
@Internal
public final class PostgresDdl {

    /** The longest {@code varchar(n)} and {@code char(n)} (PostgreSQL source, htup_details.h). */
    private static final int MAX_LENGTH = 10_485_760;

    private static final String JSON = "jsonb";
    private static final String ARRAY = "[]";

    private PostgresDdl() {}

    /**
     * What keeps a column from being made for values of this type, or the values from going there,
     * each a full sentence; empty if nothing.
     */
    static List<String> findings(String column, LogicalType type) {
        String sqlType;
        try {
            sqlType = sqlType(type);
        } catch (IllegalArgumentException e) {
            return List.of("column '" + column + "': " + e.getMessage());
        }
        if (sqlType.equals(JSON)) {
            return TypeMapping.findings(column, type, ColumnType.of(PostgresType.JSONB));
        }
        int dimensions = (sqlType.length() - sqlType.replace(ARRAY, "").length()) / ARRAY.length();
        return TypeMapping.dimensionFindings(column, dimensions);
    }

    /**
     * How CREATE TABLE writes the type; without NOT NULL.
     *
     * @throws IllegalArgumentException if no column type takes such values; the message says why
     */
    public static String sqlType(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> "boolean";
            case TINYINT, SMALLINT -> "smallint";
            case INTEGER -> "integer";
            case BIGINT -> "bigint";
            case FLOAT -> "real";
            case DOUBLE -> "double precision";
            case DECIMAL -> {
                DecimalType decimal = (DecimalType) type;
                yield "numeric(" + decimal.getPrecision() + ", " + decimal.getScale() + ")";
            }
            case CHAR -> text("character", ((CharType) type).getLength());
            case VARCHAR -> text("character varying", ((VarCharType) type).getLength());
            case BINARY, VARBINARY -> "bytea";
            case DATE -> "date";
            case TIME_WITHOUT_TIME_ZONE -> "time without time zone";
            case TIMESTAMP_WITHOUT_TIME_ZONE -> "timestamp without time zone";
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> "timestamp with time zone";
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> "interval";
            case ARRAY -> array(((ArrayType) type).getElementType());
            case ROW, MAP -> JSON;
            default -> throw new IllegalArgumentException(TypeErrors.noColumnType(type));
        };
    }

    private static String text(String sqlType, int length) {
        return length == 0 || length > MAX_LENGTH ? "text" : sqlType + "(" + length + ")";
    }

    /** An array of rows or maps is one JSON array: easier to query than an array of documents. */
    private static String array(LogicalType element) {
        String sqlType = sqlType(element);
        return sqlType.equals(JSON) ? JSON : sqlType + ARRAY;
    }
}
