// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.Random;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What matches, and what the author of a wrong filter reads. */
class RowFilterTest {

    private static final RowType COLUMNS =
            (RowType)
                    DataTypes.ROW(
                                    DataTypes.FIELD("symbol", DataTypes.STRING()),
                                    DataTypes.FIELD("price", DataTypes.DOUBLE()),
                                    DataTypes.FIELD("size", DataTypes.INT()),
                                    DataTypes.FIELD("id", DataTypes.BIGINT()),
                                    DataTypes.FIELD("tiny", DataTypes.TINYINT()),
                                    DataTypes.FIELD("small", DataTypes.SMALLINT()),
                                    DataTypes.FIELD("ratio", DataTypes.FLOAT()),
                                    DataTypes.FIELD("amount", DataTypes.DECIMAL(10, 2)),
                                    DataTypes.FIELD("huge", DataTypes.DECIMAL(38, 4)),
                                    DataTypes.FIELD("active", DataTypes.BOOLEAN()),
                                    DataTypes.FIELD("nothing", DataTypes.STRING()),
                                    DataTypes.FIELD("odd \"name", DataTypes.INT()),
                                    DataTypes.FIELD("in", DataTypes.INT()),
                                    DataTypes.FIELD("ts", DataTypes.TIMESTAMP(3)))
                            .getLogicalType();

    private static final RowData ROW =
            GenericRowData.of(
                    StringData.fromString("AAPL"),
                    10.5,
                    7,
                    Long.MAX_VALUE,
                    (byte) -1,
                    (short) 300,
                    0.1f,
                    DecimalData.fromBigDecimal(new BigDecimal("12.34"), 10, 2),
                    DecimalData.fromBigDecimal(
                            new BigDecimal("1234567890123456789012345.6789"), 38, 4),
                    true,
                    null,
                    1,
                    2,
                    TimestampData.fromEpochMillis(0));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "symbol = 'AAPL'",
                "symbol = 'AAPL' AND price > 10",
                "'AAPL' = symbol and 10 < price",
                "symbol <> 'MSFT'",
                "symbol != 'a''b'",
                "symbol > 'AAP' AND symbol < 'AAQ'",
                "symbol IN ('MSFT', 'AAPL')",
                "symbol NOT IN ('MSFT', 'GOOG')",
                "symbol LIKE 'A%L'",
                "symbol LIKE '%'",
                "symbol LIKE '_APL'",
                "symbol LIKE '%A%P%'",
                "symbol NOT LIKE 'a%'",
                "nothing IS NULL AND symbol IS NOT NULL",
                "NOT (symbol = 'MSFT' OR price < 5)",
                "symbol = 'MSFT' AND price < 0 OR size = 7",
                "price >= 10.5 AND price <= 1.05e1",
                "size > 6.5 AND size < 7.5 AND size <> 7.1",
                "size > -1e300 AND size < 1e300",
                "size in (1, 7.0)",
                "id = 9223372036854775807 AND id < 9223372036854775808",
                "id > -9223372036854775809",
                "tiny = -1 AND small = 300",
                "tiny < 1000",
                "ratio = 0.1",
                "amount = 12.34 AND amount = 12.340 AND amount > 12.339 AND amount < 12.341",
                "huge = 1234567890123456789012345.6789 AND huge > 5",
                "active",
                "active = TRUE AND active <> false",
                "NOT NOT active",
                "`symbol` = 'AAPL' AND \"odd \"\"name\" = 1 AND \"in\" = 2",
                "ts IS NOT NULL"
            })
    void matches(String filter) throws FilterException {
        assertThat(RowFilter.parse(filter, COLUMNS).matches(ROW)).isTrue();
        assertThat(RowFilter.parse(filter, COLUMNS)).hasToString(filter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "symbol = 'aapl'",
                "symbol LIKE 'A'",
                "symbol LIKE 'AAPL_'",
                "symbol LIKE '%AP'",
                "price < 10.5",
                "size = 7.5",
                "amount = 12.345",
                "size < -1e300",
                "NOT active",
                "symbol = 'AAPL' AND price > 10 AND FALSE = active"
            })
    void doesNotMatch(String filter) throws FilterException {
        assertThat(RowFilter.parse(filter, COLUMNS).matches(ROW)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing = 'a'|false",
                "nothing <> 'a'|false",
                "NOT nothing = 'a'|false",
                "nothing IN ('a')|false",
                "nothing NOT IN ('a')|false",
                "nothing LIKE '%'|false",
                "nothing NOT LIKE '%'|false",
                "nothing = 'a' OR active|true",
                "nothing = 'a' AND active|false",
                "NOT (nothing = 'a' AND NOT active)|true",
                "NOT (nothing = 'a' OR active)|false"
            })
    void knowsThreeValuesAsSqlDoes(String filter, boolean matches) throws FilterException {
        assertThat(RowFilter.parse(filter, COLUMNS).matches(ROW)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u00a7',
            value = {
                "''|1|Expected a column, but found the end.",
                "symbol|7|Expected a comparison such as '=', but found the end.",
                "symbol == 'A'|9|Expected a text such as 'a', a number, TRUE or FALSE, but found '='.",
                "symbol = 'A' price > 1|14|Expected AND, OR or the end, but found 'price'.",
                "(symbol = 'A'|14|Expected ')', but found the end.",
                "symbol = 'A')|13|Expected AND, OR or the end, but found ')'.",
                "symbol NOT = 'A'|12|Expected IN or LIKE, but found '='.",
                "symbol IS 'A'|11|Expected NULL, but found the text 'A'.",
                "symbol IN ()|12|Expected a text such as 'a', a number, TRUE or FALSE, but found ')'.",
                "symbol LIKE 5|13|Expected a pattern such as 'AB%', but found the number 5.",
                "symbol = 'A|10|The text or name that begins here has no closing '. Within it, write ' twice.",
                "symbol = A|10|Expected a text such as 'a', a number, TRUE or FALSE, but found 'A'.",
                "symbol; DROP|7|';' has no meaning here.",
                "and = 1|1|Expected a column, but found 'and'.",
                "symbl = 'A'|1|There is no column 'symbl'. Did you mean 'symbol'?",
                "symbol = 5|10|Column 'symbol' is of type STRING and is compared with a text such as 'a', but found the number 5.",
                "price > 'x'|9|Column 'price' is of type DOUBLE and is compared with a number, but found the text 'x'.",
                "active = 1|10|Column 'active' is of type BOOLEAN and is compared with TRUE or FALSE, but found the number 1.",
                "active < TRUE|1|Column 'active' is of type BOOLEAN, which knows only '=' and '<>'.",
                "size LIKE '1%'|1|LIKE is for text, but column 'size' is of type INT.",
                "ts > '2026'|1|Column 'ts' is of type TIMESTAMP(3), which knows only IS NULL and IS NOT NULL here.",
                "symbol = NULL|10|No comparison with NULL is ever true. Write IS NULL or IS NOT NULL.",
                "price > 1e999999999|9|'1e999999999' is no number that can be compared: it has too many digits, or none.",
                "price > 1e|9|'1e' is no number that can be compared: it has too many digits, or none."
            })
    void saysWhatIsWrongAndWhere(String written, int position, String text) {
        String filter = written.equals("''") ? "" : written;
        FilterException error =
                catchThrowableOfType(FilterException.class, () -> RowFilter.parse(filter, COLUMNS));
        assertThat(error)
                .hasMessage("At character " + position + " of the filter: " + text)
                .extracting(FilterException::position)
                .isEqualTo(position);
    }

    @Test
    void listsTheColumnsIfNoneIsNear() {
        RowType columns = RowType.of(COLUMNS.getTypeAt(0));
        assertThatThrownBy(() -> RowFilter.parse("something = 1", columns))
                .hasMessage(
                        "At character 1 of the filter: There is no column 'something'. There are"
                                + " 'f0'.");
    }

    @Test
    void countsThePatternsOfLikeManifold() throws FilterException {
        assertThat(RowFilter.costOf("a = 'xxxx'")).isEqualTo(10);
        assertThat(RowFilter.costOf("a LIKE 'xxxx' AND b not like 'y'"))
                .isEqualTo(32 + 16 * 5)
                .isEqualTo(RowFilter.costOf("a LIKE 'xxxx' AND b NOT LIKE 'y'"));
    }

    @Test
    void boundsLengthAndDepth() throws FilterException {
        String deep = "(".repeat(31) + "active" + ")".repeat(31);
        assertThat(RowFilter.parse(deep, COLUMNS).matches(ROW)).isTrue();
        assertThatThrownBy(() -> RowFilter.parse("(" + deep + ")", COLUMNS))
                .isInstanceOf(FilterException.class)
                .hasMessage(
                        "At character 33 of the filter: Parentheses and NOT are nested more than 32"
                                + " deep. Write a flatter condition.");
        String wide = "active" + " OR active".repeat(400);
        assertThat(RowFilter.parse(wide, COLUMNS).matches(ROW)).isTrue();
        assertThatThrownBy(() -> RowFilter.parse(" ".repeat(5_000), COLUMNS))
                .isInstanceOf(FilterException.class)
                .hasMessage(
                        "At character 4097 of the filter: It has 5000 characters, but may have 4096"
                                + " at most.");
    }

    @Test
    void matchesAPatternOfManyPercentSignsInAnInstant() throws FilterException {
        RowFilter filter = RowFilter.parse("symbol LIKE '" + "%a".repeat(1_000) + "b'", COLUMNS);
        GenericRowData row = new GenericRowData(COLUMNS.getFieldCount());
        row.setField(0, StringData.fromString("a".repeat(10_000)));
        // Of exponential time, this would not end.
        assertThat(filter.matches(row)).isFalse();
    }

    @Test
    void comparesCharactersBeyondTheBasicPlaneAsOne() throws FilterException {
        GenericRowData row = new GenericRowData(COLUMNS.getFieldCount());
        row.setField(0, StringData.fromString("\uD83D\uDE00"));
        assertThat(RowFilter.parse("symbol LIKE '_'", COLUMNS).matches(row)).isTrue();
        assertThat(RowFilter.parse("symbol LIKE '__'", COLUMNS).matches(row)).isFalse();
    }

    /** Whatever a stranger writes is a filter or an error with a message. */
    @Test
    void answersRandomTextWithAFilterOrAnError() {
        String[] words = {
            "symbol", "price", "=", "<", "'A'", "5", "1e9", "AND", "OR", "NOT", "(", ")", "IN", ",",
            "IS", "NULL", "LIKE", "\"", "'", ";", "\u0000", "TRUE", "active"
        };
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = random.nextInt(12); word >= 0; word--) {
                text.append(words[random.nextInt(words.length)]).append(' ');
            }
            try {
                RowFilter.parse(text.toString(), COLUMNS).matches(ROW);
            } catch (FilterException e) {
                assertThat(e.position()).isBetween(1, text.length() + 1);
                assertThat(e.getMessage()).startsWith("At character ").matches("(?s).*[.?]");
            }
        }
    }
}
