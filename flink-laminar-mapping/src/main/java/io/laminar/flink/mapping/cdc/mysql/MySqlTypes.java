// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import static org.apache.flink.table.types.logical.LogicalTypeRoot.CHAR;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.DOUBLE;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.TINYINT;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.VARCHAR;

import io.laminar.flink.mapping.cdc.UpstreamColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the types of MySQL and MariaDB; the table is in the documentation.
 *
 * @param zone of the server, in which the official connector gives an instant its wall clock
 */
record MySqlTypes(ZoneId zone) {

    private static final int MAX_DECIMAL_PRECISION = 38;
    private static final int UNSIGNED_BIGINT_DIGITS = 20;
    private static final Set<LogicalTypeRoot> TEXT = EnumSet.of(CHAR, VARCHAR);

    /** One column of {@code information_schema.columns}. */
    UpstreamColumn column(ResultSet row) throws SQLException {
        String name = row.getString("COLUMN_NAME");
        String type = row.getString("COLUMN_TYPE");
        DataType found = dataType(row, type);
        if (found == null) {
            return new UpstreamColumn(name, type, null, Set.of());
        }
        return new UpstreamColumn(
                name,
                type,
                "YES".equals(row.getString("IS_NULLABLE")) ? found.nullable() : found.notNull(),
                alsoFits(type, found.getLogicalType().getTypeRoot()));
    }

    /** {@code null} if the official connector has no type for it. */
    private static @Nullable DataType dataType(ResultSet row, String columnType)
            throws SQLException {
        String type = columnType.toLowerCase(Locale.ROOT);
        boolean isUnsigned = type.contains("unsigned");
        int length = (int) Math.min(row.getLong("CHARACTER_MAXIMUM_LENGTH"), Integer.MAX_VALUE);
        int precision = row.getInt("NUMERIC_PRECISION");
        int fraction = row.getInt("DATETIME_PRECISION");
        return switch (row.getString("DATA_TYPE").toLowerCase(Locale.ROOT)) {
            case "tinyint" ->
                    type.startsWith("tinyint(1)")
                            ? DataTypes.BOOLEAN()
                            : isUnsigned ? DataTypes.SMALLINT() : DataTypes.TINYINT();
            case "smallint" -> isUnsigned ? DataTypes.INT() : DataTypes.SMALLINT();
            case "mediumint", "year" -> DataTypes.INT();
            case "int" -> isUnsigned ? DataTypes.BIGINT() : DataTypes.INT();
            case "bigint" ->
                    isUnsigned ? DataTypes.DECIMAL(UNSIGNED_BIGINT_DIGITS, 0) : DataTypes.BIGINT();
            case "float" -> DataTypes.FLOAT();
            case "double" -> DataTypes.DOUBLE();
            case "decimal" ->
                    precision > MAX_DECIMAL_PRECISION
                            ? DataTypes.STRING()
                            : DataTypes.DECIMAL(precision, row.getInt("NUMERIC_SCALE"));
            case "bit" ->
                    precision == 1
                            ? DataTypes.BOOLEAN()
                            : DataTypes.BINARY((precision + Byte.SIZE - 1) / Byte.SIZE);
            case "date" -> DataTypes.DATE();
            case "time" -> DataTypes.TIME(fraction);
            case "datetime", "timestamp" -> DataTypes.TIMESTAMP(fraction);
            case "char", "varchar" -> length == 0 ? DataTypes.STRING() : DataTypes.VARCHAR(length);
            case "binary", "varbinary" ->
                    length == 0 ? DataTypes.BYTES() : DataTypes.VARBINARY(length);
            case "tinyblob", "blob", "mediumblob", "longblob" -> DataTypes.BYTES();
            case "tinytext",
                            "text",
                            "mediumtext",
                            "longtext",
                            "enum",
                            "json",
                            "geometry",
                            "point",
                            "linestring",
                            "polygon",
                            "multipoint",
                            "multilinestring",
                            "multipolygon",
                            "geometrycollection",
                            "geomcollection" ->
                    DataTypes.STRING();
            case "set" -> DataTypes.ARRAY(DataTypes.STRING());
            default -> null;
        };
    }

    private Set<LogicalTypeRoot> alsoFits(String type, LogicalTypeRoot detected) {
        return switch (detected) {
            // A BIT(1) is a truth value, and nothing else.
            case BOOLEAN -> type.startsWith("tinyint") ? EnumSet.of(TINYINT) : Set.of();
            case TINYINT, SMALLINT, INTEGER, FLOAT -> EnumSet.of(DOUBLE, CHAR, VARCHAR);
            case DECIMAL -> EnumSet.of(DOUBLE, CHAR, VARCHAR);
            case BIGINT, DOUBLE, ARRAY -> TEXT;
            // The official connector makes the wall clock of every instant, of one with a zone,
            // too,
            // which is the instant in UTC alone.
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                    type.startsWith("timestamp") && zone.normalized().equals(ZoneOffset.UTC)
                            ? EnumSet.of(TIMESTAMP_WITH_LOCAL_TIME_ZONE)
                            : Set.of();
            default -> Set.of();
        };
    }
}
