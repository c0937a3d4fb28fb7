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

class EventTimeReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "epoch_seconds|1700000000|1700000000000",
                "epoch_seconds|1700000000.1239|1700000000123",
                "Epoch_Millis|1700000000123|1700000000123",
                "epoch-millis|1700000000123|1700000000123",
                "epoch_millis|\"1700000000123\"|1700000000123",
                "epoch_micros|1700000000123999|1700000000123",
                "epoch_nanos|1700000000123999999|1700000000123",
                "epoch_nanos|-1|-1",
                "iso8601|\"2023-11-14T22:13:20.123Z\"|1700000000123",
                "iso8601|\"2023-11-14T23:13:20.123+01:00\"|1700000000123",
                "iso8601|\"2023-11-14T22:13:20.123\"|1700000000123",
                "yyyy-MM-dd HH:mm:ss|\"2023-11-14 22:13:20\"|1700000000000",
                "dd/MM/yyyy HH:mm:ss XX|\"14/11/2023 23:13:20 +0100\"|1700000000000",
            })
    void readsEachFormat(String format, String value, long millis) throws IOException {
        assertThat(read(format, "{\"a\":{\"ts\":5},\"ts\":" + value + ",\"b\":1}"))
                .isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "\"soon\"", "true", "1e30"})
    void saysThatAValueIsOfAnotherFormat(String value) {
        assertThatThrownBy(() -> read("epoch_millis", "{\"ts\":" + value + "}"))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Its field 'ts', which 'event_time.field' names, is '%s', which is not of"
                                + " the format 'epoch_millis' ('event_time.format').",
                        value.replace("\"", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"ts\":null}", "[1]", "1", "{\"ts\":{\"ts\":1}}", "{\"ts\":[1]}"})
    void saysThatARecordHasNoSuchField(String record) {
        assertThatThrownBy(() -> read("epoch_millis", record))
                .isInstanceOf(IOException.class)
                .hasMessage("It has no value in a field 'ts', which 'event_time.field' names.");
    }

    @Test
    void refusesWhatIsNoFormat() {
        assertThatThrownBy(() -> new EventTime("ts", "epoch_milis"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'event_time.format' is 'epoch_milis', but must be one of");
        assertThatThrownBy(() -> new EventTime("", "iso8601"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'event_time.field' is empty. Set it to the name of a field of the"
                                + " records, or remove it.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yyyy-MM-dd", "HH:mm:ss", "yyyy-MM-dd hh:mm"})
    void refusesAPatternThatIsNoPointInTime(String pattern) {
        assertThatThrownBy(() -> new EventTime("ts", pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'event_time.format' is '%s', but must be one of 'epoch_seconds',"
                                + " 'epoch_millis', 'epoch_micros', 'epoch_nanos', 'iso8601', or a"
                                + " pattern such as 'yyyy-MM-dd HH:mm:ss': it lacks the date, or the"
                                + " time of day.",
                        pattern);
    }

    private static long read(String format, String record) throws IOException {
        RecordFields fields = new RecordFields(new EventTime("ts", format), null, null);
        fields.read(record.getBytes(UTF_8));
        return fields.timestamp();
    }
}
