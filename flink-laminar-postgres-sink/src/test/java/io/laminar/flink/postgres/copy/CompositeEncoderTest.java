// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.junit.jupiter.api.Test;

class CompositeEncoderTest {

    private static final ColumnType POINT =
            new ColumnType.Composite(
                    List.of(
                            new ColumnType.Composite.Field("x", ColumnType.of(PostgresType.INT2)),
                            new ColumnType.Composite.Field(
                                    "gone", ColumnType.of(PostgresType.TEXT)),
                            new ColumnType.Composite.Field("id", ColumnType.of(PostgresType.UUID))),
                    20_000,
                    "point_t");

    @Test
    void writesTheFieldsInTheirOrderOnTheServer() {
        StringData id = StringData.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
        assertThat(
                        EncodedField.hex(
                                "ROW<id STRING, x SMALLINT>",
                                POINT,
                                GenericRowData.of(id, (short) 7)))
                .isEqualTo(
                        "0000002E"
                                + "00000003"
                                + "00000015"
                                + "00000002"
                                + "0007"
                                + "00000019"
                                + "FFFFFFFF"
                                + "00000B86"
                                + "00000010"
                                + "A0EEBC999C0B4EF8BB6D6BB9BD380A11");
    }

    @Test
    void namesTheFieldThatIsRefused() {
        assertThat(
                        EncodedField.refusal(
                                "ROW<id STRING>",
                                POINT,
                                GenericRowData.of(StringData.fromString("x"))))
                .startsWith("Column 'c': field 'id': 'x' is no uuid.");
    }
}
