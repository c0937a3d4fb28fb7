// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.StringData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArrayEncoderTest {

    private static final ColumnType INTS =
            new ColumnType.Array(ColumnType.of(PostgresType.INT4), 1007, "integer[]");
    private static final ColumnType UUIDS =
            new ColumnType.Array(ColumnType.of(PostgresType.UUID), 2951, "uuid[]");
    private static final String EMPTY = "0000000C" + "00000000" + "00000000" + "00000017";

    private static GenericArrayData array(@Nullable Object... elements) {
        return new GenericArrayData(elements);
    }

    @Test
    void writesOneDimension() {
        assertThat(EncodedField.hex("ARRAY<INT>", INTS, array(1, null)))
                .isEqualTo(
                        "00000020"
                                + "00000001"
                                + "00000001"
                                + "00000017"
                                + "00000002"
                                + "00000001"
                                + "00000004"
                                + "00000001"
                                + "FFFFFFFF");
    }

    @Test
    void writesArraysOfPrimitivesToo() {
        GenericArrayData primitives = new GenericArrayData(new int[] {7});
        assertThat(EncodedField.hex("ARRAY<INT>", INTS, primitives))
                .isEqualTo(
                        "0000001C"
                                + "00000001"
                                + "00000000"
                                + "00000017"
                                + "00000001"
                                + "00000001"
                                + "00000004"
                                + "00000007");
    }

    @Test
    void writesArraysOfArraysAsDimensions() {
        assertThat(EncodedField.hex("ARRAY<ARRAY<INT>>", INTS, array(array(1), array(2), array(3))))
                .isEqualTo(
                        "00000034"
                                + "00000002"
                                + "00000000"
                                + "00000017"
                                + "00000003"
                                + "00000001"
                                + "00000001"
                                + "00000001"
                                + "00000004"
                                + "00000001"
                                + "00000004"
                                + "00000002"
                                + "00000004"
                                + "00000003");
    }

    @Test
    void knowsOneEmptyArrayOnly() {
        assertThat(EncodedField.hex("ARRAY<INT>", INTS, array())).isEqualTo(EMPTY);
        assertThat(EncodedField.hex("ARRAY<ARRAY<INT>>", INTS, array())).isEqualTo(EMPTY);
        assertThat(EncodedField.hex("ARRAY<ARRAY<INT>>", INTS, array(array(), array())))
                .isEqualTo(EMPTY);
    }

    @Test
    void refusesWhatIsNoRectangle() {
        assertThat(
                        EncodedField.refusal(
                                "ARRAY<ARRAY<INT>>",
                                INTS,
                                array(array(1, 2), array(1, 2), array(3))))
                .isEqualTo(
                        "Column 'c': element 3: the array inside (dimension 2) has 1 elements, but"
                                + " the one before it has 2: PostgreSQL's arrays are rectangular."
                                + " Write to jsonb instead.");
        assertThat(EncodedField.refusal("ARRAY<ARRAY<INT>>", INTS, array(array(), array(1))))
                .startsWith("Column 'c': element 2: the array inside (dimension 2) has 1 elements");
        assertThat(EncodedField.refusal("ARRAY<ARRAY<INT>>", INTS, array(array(1), null)))
                .isEqualTo(
                        "Column 'c': element 2: the array inside is NULL, which PostgreSQL's arrays of"
                                + " several dimensions can't express. Write to jsonb instead.");
    }

    @Test
    void namesTheElementThatIsRefused() {
        String wrong = "Column 'c': element 2: element 1: 'x' is no uuid.";
        StringData uuid = StringData.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
        assertThat(
                        EncodedField.refusal(
                                "ARRAY<ARRAY<STRING>>",
                                UUIDS,
                                array(array(uuid), array(StringData.fromString("x")))))
                .startsWith(wrong);
    }
}
