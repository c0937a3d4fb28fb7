// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatementSplitterTest {

    record Split(String name, String script, List<SqlStatement> statements) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static SqlStatement at(int line, int column, String text) {
        return new SqlStatement(text, line, column);
    }

    static Stream<Split> splits() {
        return Stream.of(
                new Split(
                        "two statements on two lines",
                        "SET 'a' = 'b';\nSHOW TABLES;\n",
                        List.of(at(1, 1, "SET 'a' = 'b'"), at(2, 1, "SHOW TABLES"))),
                new Split(
                        "the last one without a semicolon",
                        "USE a; USE b",
                        List.of(at(1, 1, "USE a"), at(1, 8, "USE b"))),
                new Split(
                        "empty statements are none", ";;\n ; USE a;;", List.of(at(2, 4, "USE a"))),
                new Split(
                        "a statement over several lines keeps its layout",
                        "\n  SELECT 1,\n\t2\n ;",
                        List.of(at(2, 3, "SELECT 1,\n\t2"))),
                new Split(
                        "Windows line ends",
                        "USE a;\r\n\r\nUSE b;\r\n",
                        List.of(at(1, 1, "USE a"), at(3, 1, "USE b"))),
                new Split(
                        "a byte order mark is no statement",
                        "\uFEFFUSE a;",
                        List.of(at(1, 2, "USE a"))),
                new Split(
                        "semicolons in quotes, with doubled quotes",
                        "SELECT 'a;''b;', `c;``d;`, \"e;\"\"f;\" FROM t; USE a",
                        List.of(
                                at(1, 1, "SELECT 'a;''b;', `c;``d;`, \"e;\"\"f;\" FROM t"),
                                at(1, 45, "USE a"))),
                new Split(
                        "a backslash escapes nothing",
                        "SELECT '\\'; USE a",
                        List.of(at(1, 1, "SELECT '\\'"), at(1, 13, "USE a"))),
                new Split(
                        "comments before, in and after statements",
                        "-- one; don't\n/* two; ' */ USE a -- three;\n; // four;\nUSE /* ; */ b;",
                        List.of(at(2, 14, "USE a -- three;"), at(4, 1, "USE /* ; */ b"))),
                new Split(
                        "comment signs in quotes are text",
                        "SELECT '--', '/*' FROM t; USE a",
                        List.of(at(1, 1, "SELECT '--', '/*' FROM t"), at(1, 27, "USE a"))),
                new Split(
                        "minus and divide are no comments",
                        "SELECT 1 - -1 / 2; USE a",
                        List.of(at(1, 1, "SELECT 1 - -1 / 2"), at(1, 20, "USE a"))),
                new Split(
                        "a hint stays in its statement",
                        "SELECT * FROM t /*+ OPTIONS('k'=';') */; USE a",
                        List.of(
                                at(1, 1, "SELECT * FROM t /*+ OPTIONS('k'=';') */"),
                                at(1, 42, "USE a"))),
                new Split(
                        "a statement set is one statement",
                        "execute statement set begin\n INSERT INTO a SELECT 1;\n INSERT INTO b"
                                + " SELECT 2;\nend;\nUSE a;",
                        List.of(
                                at(
                                        1,
                                        1,
                                        "execute statement set begin\n INSERT INTO a SELECT 1;\n"
                                                + " INSERT INTO b SELECT 2;\nend"),
                                at(5, 1, "USE a"))),
                new Split(
                        "the END of a CASE ends no statement set",
                        "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT CASE WHEN x THEN 1 END;"
                                + " INSERT INTO b SELECT 2; END; USE a",
                        List.of(
                                at(
                                        1,
                                        1,
                                        "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT CASE"
                                                + " WHEN x THEN 1 END; INSERT INTO b SELECT 2;"
                                                + " END"),
                                at(1, 103, "USE a"))),
                new Split(
                        "a statement set may be the last, without a semicolon",
                        "EXPLAIN STATEMENT SET BEGIN INSERT INTO a SELECT 1; END -- done",
                        List.of(
                                at(
                                        1,
                                        1,
                                        "EXPLAIN STATEMENT SET BEGIN INSERT INTO a SELECT 1; END"
                                                + " -- done"))),
                new Split(
                        "BEGIN STATEMENT SET is a bracket of statements",
                        "BEGIN STATEMENT SET; INSERT INTO a SELECT 1; END;",
                        List.of(
                                at(1, 1, "BEGIN STATEMENT SET"),
                                at(1, 22, "INSERT INTO a SELECT 1"),
                                at(1, 46, "END"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("splits")
    void splits(Split split) {
        assertThat(SqlScript.parse(split.script(), "s.sql").statements())
                .isEqualTo(split.statements());
    }

    record Refusal(String name, String script, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Refusal> refusals() {
        return Stream.of(
                new Refusal(
                        "nothing",
                        "",
                        "s.sql: The script has no statement. A statement ends with ';'."),
                new Refusal(
                        "only comments",
                        "-- USE a;\n/* b */ ;",
                        "s.sql: The script has no statement. A statement ends with ';'."),
                new Refusal(
                        "an open quote",
                        "USE a;\nSELECT 'it''s;",
                        "s.sql:2:8: This quote ' is not closed."),
                new Refusal(
                        "an open comment",
                        "USE a; /* b",
                        "s.sql:1:8: This comment '/*' has no '*/'."),
                new Refusal(
                        "an open statement set",
                        "USE a;\n  EXECUTE STATEMENT SET BEGIN\nINSERT INTO a SELECT 1;\n",
                        "s.sql:2:3: This statement set has no 'END;' after its last statement's"
                                + " ';'."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void refuses(Refusal refusal) {
        assertThatThrownBy(() -> SqlScript.parse(refusal.script(), "s.sql"))
                .isInstanceOf(ScriptException.class)
                .hasMessage(refusal.message());
    }

    @Test
    void knowsItsFile() {
        assertThat(SqlScript.parse("USE a", "dir/s.sql").fileName()).isEqualTo("dir/s.sql");
    }
}
