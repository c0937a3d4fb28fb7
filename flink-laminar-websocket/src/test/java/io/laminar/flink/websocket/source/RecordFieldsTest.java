// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFieldsTest {

    private final RecordFields fields =
            new RecordFields(new EventTime("ts", "epoch_millis"), "id", "n");

    @Test
    void findsAllFieldsInOnePassAndTheFirstOfARepeatedKey() throws IOException {
        read("{\"n\":7,\"x\":{\"id\":\"no\"},\"id\":\"a\",\"id\":\"twice\",\"ts\":5}");
        assertThat(fields.cursor()).isEqualTo("a");
        assertThat(fields.sequence()).isEqualTo(7);
        assertThat(fields.timestamp()).isEqualTo(5);
    }

    @Test
    void takesOneFieldForSeveralPurposes() throws IOException {
        RecordFields same = new RecordFields(null, "n", "n");
        same.read("{\"n\":7}".getBytes(UTF_8));
        assertThat(same.cursor()).isEqualTo("7");
        assertThat(same.sequence()).isEqualTo(7);
        assertThat(same.hasTimestamp()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "1234567890123456789012345678901234567890|1234567890123456789012345678901234567890",
                "1.10e5|1.10e5",
                "\"a\\u00e4\\\"b\"|aä\"b",
                "true|true"
            })
    void keepsACursorToTheLetter(String value, String cursor) throws IOException {
        read("{\"id\":" + value + "}");
        assertThat(fields.cursor()).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"id\":null,\"n\":null}", "{\"id\":[1],\"n\":{}}", "[1]", "1", ""})
    void findsNothingWhereNothingIs(String record) throws IOException {
        read("{\"id\":1,\"n\":1}");
        read(record);
        assertThat(fields.cursor()).isNull();
        assertThat(fields.sequence()).isNull();
    }

    @Test
    void saysThatASequenceIsNoWholeNumber() throws IOException {
        read("{\"n\":\"12x\"}");
        assertThatThrownBy(fields::sequence)
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Its field 'n', which 'sequence.field' names, is '12x', which is not a whole"
                                + " number.");
    }

    @Test
    void refusesWhatIsNotJson() {
        assertThatThrownBy(() -> read("{\"id\":1,oops")).isInstanceOf(IOException.class);
    }

    private void read(String record) throws IOException {
        fields.read(record.getBytes(UTF_8));
    }
}
