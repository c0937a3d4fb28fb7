// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import io.laminar.flink.postgres.catalog.PostgresDdl;
import io.laminar.flink.postgres.copy.TypeMapping;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;

/** The type mapping as the table of the documentation page; what fits comes from the code. */
final class TypesTable {

    /**
     * A line of the table.
     *
     * @param sample a type that stands for those that the line shows
     * @param more column types that depend on what the type holds
     */
    private record Line(String shown, String sample, String more, String rule) {

        LogicalType type() {
            return LogicalTypeParser.parse(sample, TypesTable.class.getClassLoader());
        }

        String markdown() {
            String columns =
                    TypeMapping.fitting(type()).stream()
                            .map(fitting -> "`" + fitting + "`")
                            .collect(Collectors.joining(", "));
            return String.format(
                    "| %s | %s%s | `%s` | %s |",
                    shown, columns, more, PostgresDdl.sqlType(type()), rule);
        }
    }

    private static Line line(String shown, String sample, String rule) {
        return new Line(shown, sample, "", rule);
    }

    private static final List<Line> LINES =
            List.of(
                    line("`BOOLEAN`", "BOOLEAN", ""),
                    line("`TINYINT`, `SMALLINT`", "SMALLINT", ""),
                    line("`INT`", "INT", ""),
                    line("`BIGINT`", "BIGINT", ""),
                    line("`FLOAT`", "FLOAT", "`numeric` without a scale only; 1"),
                    line("`DOUBLE`", "DOUBLE", "`numeric` without a scale only; 1"),
                    line("`DECIMAL`, such as `DECIMAL(18, 4)`", "DECIMAL(18, 4)", "2"),
                    line(
                            "`DECIMAL` without scale, such as `DECIMAL(4, 0)`",
                            "DECIMAL(4, 0)",
                            "`smallint` up to 4 digits, `integer` 9, `bigint` 18; 2"),
                    line("`CHAR`, `VARCHAR`, `STRING`", "STRING", "3, 4"),
                    line("`BINARY`, `VARBINARY`, `BYTES`", "BYTES", ""),
                    line("`DATE`", "DATE", "5"),
                    line("`TIME`", "TIME(3)", "6"),
                    line("`TIMESTAMP`", "TIMESTAMP(6)", "5, 6, 7"),
                    line("`TIMESTAMP_LTZ`", "TIMESTAMP_LTZ(6)", "5, 6, 7"),
                    line("`INTERVAL YEAR TO MONTH`", "INTERVAL YEAR TO MONTH", "8"),
                    line("`INTERVAL DAY TO SECOND`", "INTERVAL DAY TO SECOND(3)", "8"),
                    new Line(
                            "`ARRAY<T>`, such as `ARRAY<INT>`",
                            "ARRAY<INT>",
                            ", arrays of what takes `T`",
                            "9, 11"),
                    new Line("`ROW<…>`", "ROW<a INT>", ", composite types", "10, 11"),
                    line("`MAP<STRING, T>`", "MAP<STRING, INT>", "11"));

    private TypesTable() {}

    static String markdown() {
        return LINES.stream()
                .map(Line::markdown)
                .collect(
                        Collectors.joining(
                                "\n",
                                "| Flink | Columns that take it | `auto_create_table` makes | Rule"
                                        + " |\n|---|---|---|---|\n",
                                "\n"));
    }
}
