// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * What several JSON values have in common: the narrowest type that holds them all. What does not
 * fit together is text, as flink-json reads any value. Not thread-safe.
 */
final class JsonShape {

    private enum Kind {
        NOTHING,
        BOOLEAN,
        WHOLE,
        NUMBER,
        TEXT,
        OBJECT,
        ARRAY
    }

    private final Map<String, JsonShape> fields = new LinkedHashMap<>();
    private Kind kind = Kind.NOTHING;
    private @Nullable JsonShape element;

    /** Widens the shape to hold this value, too. */
    void add(JsonNode value) {
        kind = common(kind, kindOf(value));
        if (value.isObject()) {
            value.fields()
                    .forEachRemaining(
                            field ->
                                    fields.computeIfAbsent(field.getKey(), name -> new JsonShape())
                                            .add(field.getValue()));
        } else if (value.isArray()) {
            JsonShape all = element == null ? new JsonShape() : element;
            value.elements().forEachRemaining(all::add);
            element = all;
        }
    }

    /** The fields of objects, in the order in which they first came. */
    Map<String, JsonShape> fields() {
        return fields;
    }

    /** Always nullable: a record that is still to come may lack the field. */
    DataType type() {
        return switch (kind) {
            case BOOLEAN -> DataTypes.BOOLEAN();
            case WHOLE -> DataTypes.BIGINT();
            case NUMBER -> DataTypes.DOUBLE();
            case NOTHING, TEXT -> DataTypes.STRING();
            case ARRAY -> DataTypes.ARRAY(element == null ? DataTypes.STRING() : element.type());
            case OBJECT ->
                    fields.isEmpty()
                            ? DataTypes.STRING()
                            : DataTypes.ROW(
                                    fields.entrySet().stream()
                                            .map(
                                                    field ->
                                                            DataTypes.FIELD(
                                                                    field.getKey(),
                                                                    field.getValue().type()))
                                            .toList());
        };
    }

    private static Kind kindOf(JsonNode value) {
        if (value.isNull()) {
            return Kind.NOTHING;
        }
        if (value.isBoolean()) {
            return Kind.BOOLEAN;
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return Kind.WHOLE;
        }
        if (value.isFloatingPointNumber()) {
            return Kind.NUMBER;
        }
        if (value.isObject()) {
            return Kind.OBJECT;
        }
        return value.isArray() ? Kind.ARRAY : Kind.TEXT;
    }

    private static Kind common(Kind one, Kind other) {
        if (one == other || other == Kind.NOTHING) {
            return one;
        }
        if (one == Kind.NOTHING) {
            return other;
        }
        boolean areNumbers =
                (one == Kind.WHOLE || one == Kind.NUMBER)
                        && (other == Kind.WHOLE || other == Kind.NUMBER);
        return areNumbers ? Kind.NUMBER : Kind.TEXT;
    }
}
