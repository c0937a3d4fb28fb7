// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangelogSchemaTest {

    /** Writes the row's number, and takes insertions only. */
    private static final SerializationSchema<RowData> FORMAT =
            row -> {
                assertThat(row.getRowKind()).isIn(RowKind.INSERT, RowKind.UPDATE_AFTER);
                return row.isNullAt(0)
                        ? null
                        : Integer.toString(row.getInt(0)).getBytes(StandardCharsets.US_ASCII);
            };

    private final ChangelogSchema plain =
            new ChangelogSchema(FORMAT, /* isJson= */ true, ChangelogEnvelope.NONE);
    private final ChangelogSchema enveloped =
            new ChangelogSchema(FORMAT, /* isJson= */ true, ChangelogEnvelope.JSON);

    @Test
    void sendsNewRowsAndLeavesOutOldOnesWithoutAnEnvelope() {
        assertThat(plain.serialize(row(RowKind.INSERT, 7))).asString().isEqualTo("7");
        assertThat(plain.serialize(row(RowKind.UPDATE_AFTER, 8))).asString().isEqualTo("8");
        assertThat(plain.serialize(row(RowKind.UPDATE_BEFORE, 7))).isNull();
    }

    @Test
    void refusesADeletionWithoutAnEnvelopeAndSaysHowToMendIt() {
        assertThatThrownBy(() -> plain.serialize(row(RowKind.DELETE, 7)))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessage(
                        "The query has deleted a row, which a message without its kind can't say."
                                + " Set 'changelog.envelope' = 'true', or write a query that deletes"
                                + " nothing.");
    }

    @ParameterizedTest
    @EnumSource(RowKind.class)
    void saysTheKindInTheEnvelopeAndLeavesTheRowAsItWas(RowKind kind) {
        RowData row = row(kind, 7);
        assertThat(enveloped.serialize(row))
                .asString()
                .isEqualTo("{\"op\":\"" + kind.shortString() + "\",\"row\":7}");
        assertThat(row.getRowKind()).isEqualTo(kind);
    }

    @Test
    void putsAMessageThatIsNotJsonIntoTheEnvelopeAsAString() {
        ChangelogSchema lines =
                new ChangelogSchema(
                        row -> "\"a\",1\n".getBytes(StandardCharsets.US_ASCII),
                        /* isJson= */ false,
                        ChangelogEnvelope.JSON);
        byte[] message = Objects.requireNonNull(lines.serialize(row(RowKind.UPDATE_AFTER, 7)));
        assertThat(message).asString().isEqualTo("{\"op\":\"+U\",\"row\":\"\\\"a\\\",1\\n\"}");
        assertThat(ChangelogSchema.asInsertion(message)).asString().startsWith("{\"op\":\"+I\"");
    }

    @Test
    void makesNoEnvelopeAroundNoMessage() {
        assertThat(enveloped.serialize(new GenericRowData(RowKind.INSERT, 1))).isNull();
    }

    @ParameterizedTest
    @EnumSource(RowKind.class)
    void makesAnInsertionOfEachKind(RowKind kind) {
        byte[] message = enveloped.serialize(row(kind, 7));
        assertThat(ChangelogSchema.asInsertion(Objects.requireNonNull(message)))
                .asString()
                .isEqualTo("{\"op\":\"+I\",\"row\":7}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"n\":1}", "{\"op\":\"B\"}", "{\"operation\":\"B\"}"})
    void leavesARestoredMessageWithoutAnEnvelopeAsItIs(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
        assertThat(ChangelogSchema.asInsertion(bytes)).asString().isEqualTo(message);
    }

    private static RowData row(RowKind kind, int number) {
        return GenericRowData.ofKind(kind, number);
    }
}
