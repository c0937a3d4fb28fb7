// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import java.math.BigDecimal;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** Numbers of Flink as the numbers of PostgreSQL that hold each of their values exactly. */
final class NumberEncoders {

    /** A whole number of any Flink type. */
    @FunctionalInterface
    private interface IntegerField {
        long get(RowData row, int position);
    }

    private NumberEncoders() {}

    static ColumnEncoder toInteger(LogicalType type, PostgresType column) {
        IntegerField field = integer(type);
        return switch (column) {
            case INT2 -> (row, i, out) -> out.putShortField((int) field.get(row, i));
            case INT4 -> (row, i, out) -> out.putIntField((int) field.get(row, i));
            case INT8 -> (row, i, out) -> out.putLongField(field.get(row, i));
            default -> throw new IllegalArgumentException(column + " is no integer.");
        };
    }

    private static IntegerField integer(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case TINYINT -> RowData::getByte;
            case SMALLINT -> RowData::getShort;
            case INTEGER -> RowData::getInt;
            case BIGINT -> RowData::getLong;
            case DECIMAL -> {
                int precision = ((DecimalType) type).getPrecision();
                yield (row, i) -> whole(row.getDecimal(i, precision, 0), precision);
            }
            default -> throw new IllegalArgumentException(type + " is no integer.");
        };
    }

    /** A row of objects may hold a decimal of another precision and scale than its type says. */
    private static long whole(DecimalData decimal, int digits) {
        if (decimal.scale() == 0 && decimal.precision() <= digits) {
            return decimal.toUnscaledLong();
        }
        BigDecimal value = decimal.toBigDecimal().stripTrailingZeros();
        if (value.scale() > 0 || value.precision() - value.scale() > digits) {
            throw new IllegalArgumentException(
                    ValueErrors.outOfRange(
                            value.toPlainString(),
                            "DECIMAL(" + digits + ", 0)",
                            "whole numbers of " + digits + " digits"));
        }
        return value.longValueExact();
    }

    static ColumnEncoder toDouble(LogicalType type) {
        return type.is(LogicalTypeRoot.FLOAT)
                ? (row, i, out) -> putDouble(row.getFloat(i), out)
                : (row, i, out) -> putDouble(row.getDouble(i), out);
    }

    private static void putDouble(double value, CopyBuffer out) {
        out.putLongField(Double.doubleToLongBits(value));
    }

    static ColumnEncoder toNumeric(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case DECIMAL -> {
                DecimalType decimal = (DecimalType) type;
                yield new NumericEncoder(decimal.getPrecision(), decimal.getScale());
            }
            case FLOAT ->
                    (row, i, out) -> {
                        float value = row.getFloat(i);
                        putFinite(value, Float.toString(value), out);
                    };
            case DOUBLE ->
                    (row, i, out) -> {
                        double value = row.getDouble(i);
                        putFinite(value, Double.toString(value), out);
                    };
            default -> {
                IntegerField field = integer(type);
                yield (row, i, out) -> NumericEncoder.encodeInteger(field.get(row, i), out);
            }
        };
    }

    /**
     * The decimal that Flink shows for the value and that reads back as the same value; this one
     * encoder of numbers makes objects.
     */
    private static void putFinite(double value, String shown, CopyBuffer out) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(ValueErrors.notANumber(value, "numeric"));
        }
        BigDecimal decimal = new BigDecimal(shown).stripTrailingZeros();
        if (decimal.scale() < 0) {
            decimal = decimal.setScale(0);
        }
        NumericEncoder.encode(decimal.unscaledValue(), decimal.scale(), out);
    }
}
