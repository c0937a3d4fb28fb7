// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSplitterTest {

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", "[", "a\nb", " ", "\n"})
    void leavesAWholeMessageAsItIs(String message) {
        assertThat(split(RecordLayout.WHOLE_MESSAGE, message)).containsExactly(message);
    }

    @Test
    void findsNothingInAnEmptyMessage() {
        for (RecordLayout layout : RecordLayout.values()) {
            assertThat(split(layout, "")).isEmpty();
        }
    }

    @Test
    void findsObjectsOfEveryLengthAloneAndInARow() {
        for (int length = 0; length < 40; length++) {
            String flat = "{\"a\":\"" + "x".repeat(length) + "\"}";
            String brace = "{\"a\":\"" + "x".repeat(length) + "}\"}";
            assertThat(split(RecordLayout.JSON, " " + flat + " \n")).containsExactly(flat);
            assertThat(split(RecordLayout.JSON, brace)).containsExactly(brace);
            assertThat(split(RecordLayout.JSON, flat + brace + " " + flat + flat))
                    .containsExactly(flat, brace, flat, flat);
            assertThat(split(RecordLayout.JSON, flat + "," + flat))
                    .containsExactly(flat, "," + flat);
        }
    }

    @Test
    void splitsLinesWithoutTheirEnds() {
        assertThat(split(RecordLayout.LINES, "a,1\nb, 2 \r\n\n\r\nc\n"))
                .containsExactly("a,1", "b, 2 ", "c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}",
                "{\n  \"a\": {\"b\": [1, 2]},\n  \"c\": []\n}",
                "{\"text\":\"}\\\"]{\\\\\"}",
                "42",
                "\"a\\\"b, c\"",
                "null",
                "{\"text\":\"ä€😀\"}"
            })
    void takesOneJsonValueForOneRecord(String value) {
        assertThat(split(RecordLayout.JSON, value)).containsExactly(value);
        assertThat(split(RecordLayout.JSON, "\r\n " + value + "\t\n")).containsExactly(value);
        assertThat(split(RecordLayout.JSON, "[" + value + "]")).containsExactly(value);
        assertThat(split(RecordLayout.JSON, "[" + value + " , " + value + "\n]"))
                .containsExactly(value, value);
        assertThat(split(RecordLayout.JSON, value + "\n" + value + "\r\n" + value))
                .containsExactly(value, value, value);
    }

    @Test
    void separatesValuesWithoutALineBreak() {
        assertThat(split(RecordLayout.JSON, "{\"a\":1}{\"a\":2} [3,4][] [5]"))
                .containsExactly("{\"a\":1}", "{\"a\":2}", "3", "4", "5");
    }

    @Test
    void takesArraysInsideAnArrayForRecords() {
        assertThat(split(RecordLayout.JSON, "[[1,2],[]]")).containsExactly("[1,2]", "[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", " [ ] ", "[]\n[]"})
    void findsNothingInEmptyArrays(String message) {
        assertThat(split(RecordLayout.JSON, message)).isEmpty();
    }

    @Test
    void leavesWhatIsNotJsonForTheFormatToRefuse() {
        assertThat(split(RecordLayout.JSON, "not json")).containsExactly("not json");
        assertThat(split(RecordLayout.JSON, "{\"a\":")).containsExactly("{\"a\":");
        assertThat(split(RecordLayout.JSON, "{\"a\":\"b")).containsExactly("{\"a\":\"b");
        assertThat(split(RecordLayout.JSON, "]")).containsExactly("]");
        assertThat(split(RecordLayout.JSON, "[1,,2]")).containsExactly("1", ",2]");
    }

    @Test
    void neverTakesACutOffArrayForAShorterOne() {
        assertThat(split(RecordLayout.JSON, "[")).containsExactly("[");
        assertThat(split(RecordLayout.JSON, "[1,")).containsExactly("1", "[");
        assertThat(split(RecordLayout.JSON, "[{\"a\":1}")).containsExactly("{\"a\":1}", "[");
    }

    /** Squared, this would take minutes. */
    @Test
    @Timeout(20)
    void takesTimeInProportionToAMessageOfManyRecordsAndMuchWhiteSpace() {
        assertThat(split(RecordLayout.JSON, "{}\n".repeat(200_000) + " ".repeat(1_000_000)))
                .hasSize(200_000);
    }

    @Test
    void keepsValuesWithoutACommaTogether() {
        assertThat(split(RecordLayout.JSON, "[{\"a\":1} {\"a\":2}]"))
                .containsExactly("{\"a\":1} {\"a\":2}]");
    }

    private static List<String> split(RecordLayout layout, String message) {
        RecordSplitter splitter = new RecordSplitter(layout, message.getBytes(UTF_8));
        List<String> records = new ArrayList<>();
        for (byte[] record = splitter.next(); record != null; record = splitter.next()) {
            records.add(new String(record, UTF_8));
        }
        return records;
    }
}
