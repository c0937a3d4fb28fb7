// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import org.apache.flink.table.data.TimestampData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporalEncodersTest {

    private static final ColumnType DATE = ColumnType.of(PostgresType.DATE);
    private static final ColumnType TIMESTAMP = ColumnType.of(PostgresType.TIMESTAMP);
    private static final ColumnType INTERVAL = ColumnType.of(PostgresType.INTERVAL);

    private static ColumnType precision(PostgresType type, int precision) {
        return new ColumnType.Scalar(type, type.oid(), precision, type.toString());
    }

    private static String hex8(long value) {
        return "00000008" + String.format(Locale.ROOT, "%016X", value);
    }

    private static TimestampData timestamp(String text) {
        return TimestampData.fromLocalDateTime(LocalDateTime.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        // The first day that there is, 4714-11-24 BC.
        "-4713-11-24, -2451545",
        "-0043-03-15,  -746117",
        "0000-12-31,  -730120",
        "0001-01-01,  -730119",
        "1999-12-31,  -1",
        "2000-01-01,  0",
        "+5874897-12-31, 2145031948"
    })
    void countsDaysFrom2000(LocalDate date, int days) {
        assertThat(EncodedField.hex("DATE", DATE, (int) date.toEpochDay()))
                .isEqualTo("00000004" + String.format(Locale.ROOT, "%08X", days));
    }

    @ParameterizedTest
    @CsvSource({"-4713-11-23,     -4713-11-23", "+5874898-01-01, +5874898-01-01"})
    void refusesADateThatPostgresqlDoesNotHave(LocalDate date, String shown) {
        assertThat(EncodedField.refusal("DATE", DATE, (int) date.toEpochDay()))
                .isEqualTo(
                        "Column 'c': "
                                + shown
                                + " is outside of what date can hold: 4714-11-24 BC to"
                                + " 5874897-12-31.");
    }

    @Test
    void hasNoNumberForInfinity() {
        // These two are infinity to the server, and dates like others to Flink.
        assertThat(EncodedField.refusal("DATE", DATE, Integer.MAX_VALUE))
                .startsWith("Column 'c': +5881580-07-11 is outside of what date can hold");
        assertThat(EncodedField.refusal("DATE", DATE, Integer.MIN_VALUE))
                .startsWith("Column 'c': -5877641-06-23 is outside of what date can hold");
        for (long millis : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
            TimestampData extreme = TimestampData.fromEpochMillis(millis);
            assertThat(EncodedField.refusal("TIMESTAMP(3)", TIMESTAMP, extreme))
                    .contains("is outside of what timestamp without time zone can hold");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-4713-11-24T00:00:00,            -211813488000000000",
        "0000-02-29T00:00:00,             -63108806400000000",
        "1999-12-31T23:59:59.999999999,   -1",
        "2000-01-01T00:00:00.000001,      1",
        "+294276-12-31T23:59:59.999999999, 9223371331199999999"
    })
    void countsMicrosecondsFrom2000AndCutsOffWhatIsSmaller(String text, long micros) {
        assertThat(EncodedField.hex("TIMESTAMP(9)", TIMESTAMP, timestamp(text)))
                .isEqualTo(hex8(micros));
        assertThat(
                        EncodedField.hex(
                                "TIMESTAMP_LTZ(9)",
                                ColumnType.of(PostgresType.TIMESTAMPTZ),
                                timestamp(text)))
                .isEqualTo(hex8(micros));
    }

    @ParameterizedTest
    @CsvSource({"-4713-11-23T23:59:59.999, BC", "+294277-01-01T00:00, AD"})
    void refusesATimestampThatPostgresqlDoesNotHave(String text, String era) {
        assertThat(EncodedField.refusal("TIMESTAMP(3)", TIMESTAMP, timestamp(text)))
                .as(era)
                .isEqualTo(
                        "Column 'c': "
                                + text
                                + " is outside of what timestamp without time zone can hold:"
                                + " 4714-11-24 BC to 294276-12-31.");
    }

    @ParameterizedTest
    @CsvSource({
        "2000-01-01T00:00:01.987654,   0, 1000000",
        "2000-01-01T00:00:01.987654,   2, 1980000",
        "1999-12-31T23:59:58.987654,   0, -2000000",
        "1999-12-31T23:59:58.987654,   5, -1012350"
    })
    void cutsTowardsThePastWhatTheColumnHasNoDigitsFor(String text, int precision, long micros) {
        ColumnType column = precision(PostgresType.TIMESTAMP, precision);
        assertThat(EncodedField.hex("TIMESTAMP(6)", column, timestamp(text)))
                .isEqualTo(hex8(micros));
    }

    @Test
    void dropsTheTimeOfDayTowardsThePast() {
        assertThat(EncodedField.hex("TIMESTAMP(6)", DATE, timestamp("1999-12-31T00:00:00.000001")))
                .isEqualTo("00000004" + "FFFFFFFF");
        assertThat(EncodedField.hex("TIMESTAMP_LTZ(3)", DATE, timestamp("1969-12-31T23:59:59.999")))
                .isEqualTo("00000004" + String.format(Locale.ROOT, "%08X", -10_958));
    }

    @Test
    void beginsADayAtMidnight() {
        int day = (int) LocalDate.parse("2000-01-02").toEpochDay();
        assertThat(EncodedField.hex("DATE", TIMESTAMP, day)).isEqualTo(hex8(86_400_000_000L));
        assertThat(EncodedField.refusal("DATE", TIMESTAMP, Integer.MAX_VALUE))
                .contains("is outside of what timestamp without time zone can hold");
    }

    @Test
    void cutsATimeOfDayToo() {
        int lastMilli = 86_399_999;
        assertThat(EncodedField.hex("TIME(3)", ColumnType.of(PostgresType.TIME), lastMilli))
                .isEqualTo(hex8(86_399_999_000L));
        // The server itself would make it 24:00:00.
        assertThat(EncodedField.hex("TIME(3)", precision(PostgresType.TIME, 0), lastMilli))
                .isEqualTo(hex8(86_399_000_000L));
    }

    @Test
    void writesIntervalsAsMonthsOrAsMicroseconds() {
        assertThat(EncodedField.hex("INTERVAL YEAR TO MONTH", INTERVAL, -14))
                .isEqualTo("00000010" + "0000000000000000" + "00000000" + "FFFFFFF2");
        assertThat(EncodedField.hex("INTERVAL DAY TO SECOND(3)", INTERVAL, 86_400_001L))
                .isEqualTo("00000010" + "000000141DD763E8" + "00000000" + "00000000");
    }

    @ParameterizedTest
    @CsvSource({"9223372036854776", "-9223372036854776", "-9223372036854775808"})
    void refusesAnIntervalTooLongForMicroseconds(long millis) {
        assertThat(EncodedField.refusal("INTERVAL DAY TO SECOND(3)", INTERVAL, millis))
                .isEqualTo(
                        "Column 'c': "
                                + millis
                                + " ms is outside of what interval can hold: 292271 years of"
                                + " microseconds.");
    }
}
