// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

import io.laminar.flink.websocket.sink.filter.Columns.Column;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;

/** Conditions on one column, checked against its type. */
final class Conditions {

    private Conditions() {}

    static Predicate isTrue(Column column) {
        int index = column.index();
        return row -> row.isNullAt(index) ? Truth.UNKNOWN : Truth.of(row.getBoolean(index));
    }

    static Predicate compare(Column column, Comparison comparison, Token literal)
            throws FilterException {
        if (literal.isKeyword("NULL")) {
            throw new FilterException(literal.position(), FilterErrors.comparisonWithNull());
        }
        return notNull(
                column.index(),
                switch (column.type().getTypeRoot()) {
                    case CHAR, VARCHAR -> ofText(column, comparison, literal);
                    case BOOLEAN -> ofBoolean(column, comparison, literal);
                    case TINYINT, SMALLINT, INTEGER, BIGINT ->
                            ofInteger(column, comparison, number(column, literal));
                    case DECIMAL -> ofDecimal(column, comparison, number(column, literal));
                    case FLOAT -> ofFloat(column, comparison, number(column, literal));
                    case DOUBLE -> ofDouble(column, comparison, number(column, literal));
                    default ->
                            throw new FilterException(
                                    column.token().position(),
                                    FilterErrors.incomparable(column.name(), column.type()));
                });
    }

    static Predicate like(Column column, Token pattern) throws FilterException {
        if (!column.type().is(LogicalTypeFamily.CHARACTER_STRING)) {
            throw new FilterException(
                    column.token().position(), FilterErrors.notText(column.name(), column.type()));
        }
        int index = column.index();
        LikePattern like = new LikePattern(pattern.text());
        return notNull(
                index, row -> Truth.of(like.matches((BinaryStringData) row.getString(index))));
    }

    private static Predicate notNull(int index, Predicate predicate) {
        return row -> row.isNullAt(index) ? Truth.UNKNOWN : predicate.test(row);
    }

    private static Predicate ofText(Column column, Comparison comparison, Token literal)
            throws FilterException {
        if (literal.kind() != Token.Kind.TEXT) {
            throw wrongType(column, "a text such as 'a'", literal);
        }
        int index = column.index();
        // Of bytes, so that bytes are compared: text in a row mostly is UTF-8, and no String yet.
        StringData text = StringData.fromBytes(literal.text().getBytes(StandardCharsets.UTF_8));
        return row -> comparison.holds(row.getString(index).compareTo(text));
    }

    private static Predicate ofBoolean(Column column, Comparison comparison, Token literal)
            throws FilterException {
        if (literal.kind() != Token.Kind.WORD) {
            throw wrongType(column, "TRUE or FALSE", literal);
        }
        if (comparison.needsOrder()) {
            throw new FilterException(
                    column.token().position(), FilterErrors.noOrder(column.name()));
        }
        int index = column.index();
        boolean value = literal.isKeyword("TRUE");
        return row -> comparison.holds(Boolean.compare(row.getBoolean(index), value));
    }

    private static Predicate ofInteger(Column column, Comparison comparison, BigDecimal literal) {
        int index = column.index();
        LongBound bound = LongBound.of(literal);
        return switch (column.type().getTypeRoot()) {
            case TINYINT -> row -> comparison.holds(bound.orderOf(row.getByte(index)));
            case SMALLINT -> row -> comparison.holds(bound.orderOf(row.getShort(index)));
            case INTEGER -> row -> comparison.holds(bound.orderOf(row.getInt(index)));
            default -> row -> comparison.holds(bound.orderOf(row.getLong(index)));
        };
    }

    private static Predicate ofDecimal(Column column, Comparison comparison, BigDecimal literal) {
        int index = column.index();
        int precision = ((DecimalType) column.type()).getPrecision();
        int scale = ((DecimalType) column.type()).getScale();
        if (DecimalData.isCompact(precision)) {
            LongBound bound = LongBound.of(literal.scaleByPowerOfTen(scale));
            return row ->
                    comparison.holds(
                            bound.orderOf(
                                    row.getDecimal(index, precision, scale).toUnscaledLong()));
        }
        return row ->
                comparison.holds(
                        row.getDecimal(index, precision, scale).toBigDecimal().compareTo(literal));
    }

    /** As a float, so that a client finds what it is shown: 0.1 as a double is another number. */
    private static Predicate ofFloat(Column column, Comparison comparison, BigDecimal literal) {
        int index = column.index();
        float value = literal.floatValue();
        return row -> comparison.holds(order(row.getFloat(index), value));
    }

    private static Predicate ofDouble(Column column, Comparison comparison, BigDecimal literal) {
        int index = column.index();
        double value = literal.doubleValue();
        return row -> comparison.holds(order(row.getDouble(index), value));
    }

    /** Zeros are equal, and NaN is larger than every number. */
    private static int order(double value, double literal) {
        return value == literal ? 0 : value < literal ? -1 : 1;
    }

    private static BigDecimal number(Column column, Token literal) throws FilterException {
        if (literal.kind() != Token.Kind.NUMBER) {
            throw wrongType(column, "a number", literal);
        }
        return Numbers.parse(literal);
    }

    private static FilterException wrongType(Column column, String accepted, Token literal) {
        return new FilterException(
                literal.position(),
                FilterErrors.literalOfWrongType(column.name(), column.type(), accepted, literal));
    }
}
