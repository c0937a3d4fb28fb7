// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import io.laminar.flink.postgres.copy.ColumnType.Array;
import io.laminar.flink.postgres.copy.ColumnType.Composite;
import io.laminar.flink.postgres.copy.ColumnType.Scalar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/**
 * Which Flink type fits which column type: one that takes each of its values without loss, but for
 * digits of a second below what the column has.
 */
@Internal
public final class TypeMapping {

    /** The most dimensions that an array can have (PostgreSQL source, array.h). */
    private static final int MAX_DIMENSIONS = 6;

    private static final int MAX_INT2_DIGITS = 4;
    private static final int MAX_INT4_DIGITS = 9;
    private static final int MAX_INT8_DIGITS = 18;

    private TypeMapping() {}

    /** The scalar column types that take values of this type; empty if there is none. */
    public static Set<PostgresType> fitting(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> EnumSet.of(PostgresType.BOOL);
            case TINYINT, SMALLINT ->
                    EnumSet.of(
                            PostgresType.INT2,
                            PostgresType.INT4,
                            PostgresType.INT8,
                            PostgresType.NUMERIC);
            case INTEGER -> EnumSet.of(PostgresType.INT4, PostgresType.INT8, PostgresType.NUMERIC);
            case BIGINT -> EnumSet.of(PostgresType.INT8, PostgresType.NUMERIC);
            case FLOAT ->
                    EnumSet.of(PostgresType.FLOAT4, PostgresType.FLOAT8, PostgresType.NUMERIC);
            case DOUBLE -> EnumSet.of(PostgresType.FLOAT8, PostgresType.NUMERIC);
            case DECIMAL -> fittingDecimal((DecimalType) type);
            case CHAR, VARCHAR ->
                    EnumSet.of(
                            PostgresType.TEXT,
                            PostgresType.VARCHAR,
                            PostgresType.BPCHAR,
                            PostgresType.NAME,
                            PostgresType.CITEXT,
                            PostgresType.ENUM,
                            PostgresType.UUID,
                            PostgresType.JSON,
                            PostgresType.JSONB,
                            PostgresType.INET,
                            PostgresType.CIDR,
                            PostgresType.XML);
            case BINARY, VARBINARY -> EnumSet.of(PostgresType.BYTEA);
            case DATE -> EnumSet.of(PostgresType.DATE, PostgresType.TIMESTAMP);
            case TIME_WITHOUT_TIME_ZONE -> EnumSet.of(PostgresType.TIME);
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    EnumSet.of(PostgresType.TIMESTAMP, PostgresType.TIMESTAMPTZ, PostgresType.DATE);
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> EnumSet.of(PostgresType.INTERVAL);
            case ARRAY, ROW, MAP -> EnumSet.of(PostgresType.JSON, PostgresType.JSONB);
            default -> EnumSet.noneOf(PostgresType.class);
        };
    }

    private static Set<PostgresType> fittingDecimal(DecimalType type) {
        EnumSet<PostgresType> fitting = EnumSet.of(PostgresType.NUMERIC);
        if (type.getScale() == 0) {
            if (type.getPrecision() <= MAX_INT2_DIGITS) {
                fitting.add(PostgresType.INT2);
            }
            if (type.getPrecision() <= MAX_INT4_DIGITS) {
                fitting.add(PostgresType.INT4);
            }
            if (type.getPrecision() <= MAX_INT8_DIGITS) {
                fitting.add(PostgresType.INT8);
            }
        }
        return fitting;
    }

    /**
     * All that keeps values of a type from going to a column, each a full sentence; empty if none.
     *
     * @param column its name, with those of the columns that it is in
     */
    public static List<String> findings(String column, LogicalType type, ColumnType target) {
        if (target instanceof Array array && type instanceof ArrayType elements) {
            return arrayFindings(column, elements, array);
        }
        if (target instanceof Composite composite && type instanceof RowType row) {
            return compositeFindings(column, row, composite);
        }
        if (target instanceof Scalar scalar && fitting(type).contains(scalar.type())) {
            return scalarFindings(column, type, scalar);
        }
        return List.of(TypeErrors.typeMismatch(column, type, target.sqlName(), names(type)));
    }

    static boolean takes(LogicalType type, ColumnType target) {
        return findings("", type, target).isEmpty();
    }

    /** Whether arrays inside of arrays are one more dimension, and not elements by themselves. */
    static boolean isDimension(LogicalType elementType, Array column) {
        return elementType.is(LogicalTypeRoot.ARRAY) && !takes(elementType, column.element());
    }

    private static List<String> arrayFindings(String column, ArrayType type, Array target) {
        LogicalType element = type.getElementType();
        int dimensions = 1;
        while (isDimension(element, target)) {
            element = ((ArrayType) element).getElementType();
            dimensions++;
        }
        List<String> findings = dimensionFindings(column, dimensions);
        return findings.isEmpty() ? findings(column + "[]", element, target.element()) : findings;
    }

    /** Whether an array can't have so many dimensions, as a full sentence; empty if it can. */
    public static List<String> dimensionFindings(String column, int dimensions) {
        return dimensions > MAX_DIMENSIONS
                ? List.of(TypeErrors.tooManyDimensions(column, dimensions, MAX_DIMENSIONS))
                : List.of();
    }

    private static List<String> compositeFindings(String column, RowType type, Composite target) {
        List<String> findings = new ArrayList<>();
        for (RowType.RowField field : type.getFields()) {
            String name = column + "." + field.getName();
            target.fields().stream()
                    .filter(candidate -> candidate.name().equals(field.getName()))
                    .findFirst()
                    .ifPresentOrElse(
                            found -> findings.addAll(findings(name, field.getType(), found.type())),
                            () -> findings.add(fieldMissing(name, column, target)));
        }
        return findings;
    }

    private static String fieldMissing(String name, String column, Composite target) {
        return TypeErrors.columnMissing(
                name, target.fields().stream().map(field -> column + "." + field.name()).toList());
    }

    private static List<String> scalarFindings(String column, LogicalType type, Scalar target) {
        return switch (target.type()) {
            case NUMERIC ->
                    target
                            .numericScale()
                            .filter(scale -> scaleOf(type) > scale)
                            .map(scale -> TypeErrors.scaleLost(column, type, target.sqlName()))
                            .stream()
                            .toList();
            case INTERVAL ->
                    IntervalFields.of(target.modifier()).hold(type)
                            ? List.of()
                            : List.of(TypeErrors.intervalCut(column, type, target.sqlName()));
            case JSON, JSONB ->
                    JsonWriters.unwritable(type)
                            .map(part -> TypeErrors.noJson(column, type, part))
                            .stream()
                            .toList();
            default -> List.of();
        };
    }

    /** Digits after the point that a value may have; no column has as many as a DOUBLE may. */
    private static int scaleOf(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case DECIMAL -> ((DecimalType) type).getScale();
            case FLOAT, DOUBLE -> Integer.MAX_VALUE;
            default -> 0;
        };
    }

    /** The column types that take this type, for a message. */
    private static Collection<String> names(LogicalType type) {
        Set<String> names = new TreeSet<>();
        fitting(type).forEach(fitting -> names.add(fitting.toString()));
        if (type instanceof ArrayType array) {
            names(array.getElementType()).forEach(element -> names.add(arrayOf(element)));
        }
        if (type.is(LogicalTypeRoot.ROW)) {
            names.add("a composite type with its fields");
        }
        return names;
    }

    private static String arrayOf(String element) {
        return element.endsWith("[]") ? element : element + "[]";
    }
}
