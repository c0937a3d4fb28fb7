// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.jspecify.annotations.Nullable;

/** One field, encoded or refused. */
final class EncodedField {

    private static final int TUPLE_HEADER_BYTES = 2;
    private static final int LENGTH_BYTES = 4;

    private EncodedField() {}

    static LogicalType type(String flinkType) {
        return LogicalTypeParser.parse(flinkType, EncodedField.class.getClassLoader());
    }

    /** Length and bytes in hexadecimal digits. */
    static String hex(String flinkType, ColumnType column, @Nullable Object value) {
        return HexFormat.of().formatHex(field(flinkType, column, value)).toUpperCase(Locale.ROOT);
    }

    /** The bytes without their length, as text. */
    static String text(String flinkType, ColumnType column, Object value) {
        byte[] field = field(flinkType, column, value);
        return new String(field, LENGTH_BYTES, field.length - LENGTH_BYTES, StandardCharsets.UTF_8);
    }

    private static byte[] field(String flinkType, ColumnType column, @Nullable Object value) {
        CopyBuffer buffer = new CopyBuffer(1);
        encoder(flinkType, column).write(GenericRowData.of(value), buffer);
        return Arrays.copyOfRange(buffer.array(), TUPLE_HEADER_BYTES, buffer.size());
    }

    /** What the user is told of a value that is refused; nothing of its row must be left. */
    static String refusal(String flinkType, ColumnType column, Object value) {
        CopyBuffer buffer = new CopyBuffer(1);
        buffer.putByte(1);
        IllegalArgumentException thrown =
                catchThrowableOfType(
                        IllegalArgumentException.class,
                        () -> encoder(flinkType, column).write(GenericRowData.of(value), buffer));
        assertThat(thrown).as("refusal").isNotNull();
        assertThat(buffer.size()).isEqualTo(1);
        return String.valueOf(thrown.getMessage());
    }

    private static CopyRowEncoder encoder(String flinkType, ColumnType column) {
        LogicalType type = type(flinkType);
        assertThat(TypeMapping.findings("c", type, column)).isEmpty();
        return new CopyRowEncoder(
                RowType.of(new LogicalType[] {type}, new String[] {"c"}), List.of(column));
    }
}
