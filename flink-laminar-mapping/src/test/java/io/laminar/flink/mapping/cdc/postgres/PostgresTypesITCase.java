// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.sdk.schema.SchemaDetector;
import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is detected and delivered of a column of each type, in the snapshot and in the log. */
class PostgresTypesITCase {

    /**
     * A column.
     *
     * @param value in SQL
     * @param flinkType what is detected
     * @param delivered as text; bytes that are no text in hexadecimal digits
     */
    private record Sample(String type, String value, String flinkType, String delivered) {}

    private static final List<Sample> SAMPLES =
            List.of(
                    new Sample("boolean", "true", "BOOLEAN", "true"),
                    new Sample("smallint", "-32768", "SMALLINT", "-32768"),
                    new Sample("integer", "2147483647", "INT", "2147483647"),
                    new Sample("bigint", "-9223372036854775808", "BIGINT", "-9223372036854775808"),
                    new Sample("oid", "4294967295", "BIGINT", "4294967295"),
                    new Sample("real", "1.5", "FLOAT", "1.5"),
                    new Sample("double precision", "'NaN'", "DOUBLE", "NaN"),
                    new Sample("numeric(10,2)", "12345678.90", "DECIMAL(10, 2)", "12345678.90"),
                    new Sample("numeric(38,0)", "9".repeat(38), "DECIMAL(38, 0)", "9".repeat(38)),
                    new Sample(
                            "numeric",
                            "1234567890123456789012345678901234567890.12345",
                            "STRING",
                            "1234567890123456789012345678901234567890.12345"),
                    new Sample("numeric(50,2)", "1.25", "STRING", "1.25"),
                    new Sample("money", "'12.34'", "DECIMAL(19, 2)", "12.34"),
                    new Sample("text", "'Zürich'", "STRING", "Zürich"),
                    new Sample("varchar(10)", "'x'", "VARCHAR(10)", "x"),
                    new Sample("varchar", "'x'", "STRING", "x"),
                    new Sample("char(3)", "'x'", "CHAR(3)", "x  "),
                    new Sample("name", "'x'", "STRING", "x"),
                    new Sample("\"char\"", "'x'", "STRING", "x"),
                    new Sample("citext", "'Xy'", "STRING", "Xy"),
                    new Sample("bytea", "'\\xff00'", "BYTES", "ff00"),
                    new Sample("date", "'2024-02-29'", "DATE", "2024-02-29"),
                    new Sample("time(3)", "'12:34:56.123'", "TIME(3)", "12:34:56.123"),
                    new Sample("timetz(0)", "'12:34:56+02'", "STRING", "10:34:56Z"),
                    new Sample(
                            "timestamp",
                            "'2024-02-29 12:34:56.123456'",
                            "TIMESTAMP(6)",
                            "2024-02-29T12:34:56.123456"),
                    new Sample(
                            "timestamp(0)",
                            "'2024-02-29 12:34:56'",
                            "TIMESTAMP(0)",
                            "2024-02-29T12:34:56"),
                    new Sample(
                            "timestamptz",
                            "'2024-02-29 12:34:56.123456+02'",
                            "TIMESTAMP_LTZ(6)",
                            "2024-02-29T10:34:56.123456Z"),
                    new Sample(
                            "interval",
                            "'1 year 2 mons 3 days 04:05:06.7'",
                            "STRING",
                            "P1Y2M3DT4H5M6.7S"),
                    new Sample(
                            "uuid",
                            "'00000000-0000-0000-0000-000000000001'",
                            "STRING",
                            "00000000-0000-0000-0000-000000000001"),
                    new Sample("json", "'{\"a\":  1}'", "STRING", "{\"a\":  1}"),
                    new Sample("jsonb", "'{\"a\":  1}'", "STRING", "{\"a\": 1}"),
                    new Sample("xml", "'<a/>'", "STRING", "<a/>"),
                    new Sample("hstore", "'a=>1'", "STRING", "{\"a\":\"1\"}"),
                    new Sample("ltree", "'a.b'", "STRING", "a.b"),
                    new Sample("inet", "'10.0.0.1/24'", "STRING", "10.0.0.1/24"),
                    new Sample("cidr", "'10.0.0.0/24'", "STRING", "10.0.0.0/24"),
                    new Sample("macaddr", "'08:00:2b:01:02:03'", "STRING", "08:00:2b:01:02:03"),
                    new Sample(
                            "macaddr8",
                            "'08:00:2b:01:02:03:04:05'",
                            "STRING",
                            "08:00:2b:01:02:03:04:05"),
                    new Sample("bit", "B'1'", "BOOLEAN", "true"),
                    new Sample("bit(12)", "B'100000000001'", "BYTES", "0108"),
                    new Sample("bit varying", "B'101'", "BYTES", "05"),
                    new Sample("feeling", "'ok'", "STRING", "ok"),
                    new Sample("positive", "5", "INT", "5"),
                    new Sample("price", "1.25", "DECIMAL(10, 2)", "1.25"),
                    new Sample("shorttext", "'abc'", "VARCHAR(10)", "abc"),
                    new Sample("int4range", "'[1,5)'", "STRING", "[1,5)"),
                    new Sample("int8range", "'[1,5)'", "STRING", "[1,5)"),
                    new Sample("numrange", "'[1,5)'", "STRING", "[1,5)"),
                    new Sample(
                            "daterange",
                            "'[2024-01-01,2024-01-02)'",
                            "STRING",
                            "[2024-01-01,2024-01-02)"),
                    new Sample(
                            "tsrange",
                            "'[2024-01-01,2024-01-02)'",
                            "STRING",
                            "[\"2024-01-01 00:00:00\",\"2024-01-02 00:00:00\")"),
                    new Sample(
                            "tstzrange",
                            "'[2024-01-01 00:00+00,)'",
                            "STRING",
                            "[\"2024-01-01 00:00:00+00\",)"),
                    new Sample("point", "'(1,2)'", "ROW<`x` DOUBLE, `y` DOUBLE>", "+I[1.0, 2.0]"),
                    new Sample("int4multirange", "'{[1,5)}'", "BYTES", "{[1,5)}"),
                    new Sample("tsvector", "'a b'", "BYTES", "'a' 'b'"),
                    new Sample("pg_lsn", "'0/1'", "BYTES", "0/1"),
                    new Sample("pair", "'(1,a)'", "BYTES", "(1,a)"),
                    new Sample("boolean[]", "'{true,NULL}'", "STRING", "[true, null]"),
                    new Sample("integer[]", "'{1,2,NULL}'", "STRING", "[1, 2, null]"),
                    new Sample("float8[]", "'{1.5}'", "STRING", "[1.5]"),
                    new Sample("numeric(10,2)[]", "'{1.25}'", "STRING", "[1.25]"),
                    new Sample("text[]", "'{a,\"b c\"}'", "STRING", "[a, b c]"),
                    new Sample("varchar(5)[]", "'{a}'", "STRING", "[a]"),
                    new Sample("char(2)[]", "'{a}'", "STRING", "[a ]"),
                    new Sample(
                            "uuid[]",
                            "'{00000000-0000-0000-0000-000000000001}'",
                            "STRING",
                            "[00000000-0000-0000-0000-000000000001]"),
                    new Sample("jsonb[]", "ARRAY['{}'::jsonb]", "STRING", "[{}]"),
                    new Sample("feeling[]", "'{ok}'", "STRING", "[ok]"),
                    new Sample(
                            "timestamptz[]",
                            "'{2024-02-29 12:34:56+02}'",
                            "STRING",
                            "[2024-02-29T10:34:56Z]"));

    private final PostgresServer server;
    private final CdcJobs jobs;

    PostgresTypesITCase() throws IOException {
        server = PostgresServer.shared();
        jobs = new CdcJobs(server);
    }

    @AfterEach
    void end() throws Exception {
        server.execute("DROP TABLE IF EXISTS samples; DROP TYPE IF EXISTS feeling CASCADE");
        jobs.close();
    }

    @Test
    void everyTypeIsDetectedAndDeliveredFromTableAndLog() throws Exception {
        createTypes();
        String columns =
                IntStream.range(0, SAMPLES.size())
                        .mapToObj(i -> "c" + i + " " + SAMPLES.get(i).type())
                        .collect(Collectors.joining(", "));
        String values = SAMPLES.stream().map(Sample::value).collect(Collectors.joining(", "));
        server.execute(
                String.format(
                        "CREATE TABLE samples (id int PRIMARY KEY, %s); INSERT INTO samples VALUES"
                                + " (1, %s)",
                        columns, values));

        ResolvedSchema detected = detect("samples");
        List<String> types =
                detected.getColumns().stream()
                        .skip(1)
                        .map(c -> c.getDataType().getLogicalType().asSerializableString())
                        .map(type -> type.equals("VARCHAR(2147483647)") ? "STRING" : type)
                        .map(type -> type.equals("VARBINARY(2147483647)") ? "BYTES" : type)
                        .map(
                                type ->
                                        type.replace(
                                                "TIMESTAMP(6) WITH LOCAL TIME ZONE",
                                                "TIMESTAMP_LTZ(6)"))
                        .toList();
        assertThat(types).isEqualTo(SAMPLES.stream().map(Sample::flinkType).toList());
        assertThat(detected.getPrimaryKey().orElseThrow().getColumns()).containsExactly("id");

        jobs.create("samples", ddl(detected), "samples", Map.of("changelog-mode", "upsert"));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < SAMPLES.size(); i++) {
            expected.add(SAMPLES.get(i).type() + " = " + SAMPLES.get(i).delivered());
        }
        try (CloseableIterator<Row> rows = jobs.query("SELECT * FROM samples")) {
            assertThat(delivered(rows.next())).as("in the snapshot").isEqualTo(expected);
            server.execute(String.format("INSERT INTO samples VALUES (2, %s)", values));
            assertThat(delivered(rows.next())).as("in the log").isEqualTo(expected);
            server.execute("INSERT INTO samples VALUES (3)");
            assertThat(delivered(rows.next()))
                    .as("NULL")
                    .isEqualTo(SAMPLES.stream().map(sample -> sample.type() + " = null").toList());
        }
    }

    @Test
    void leavesOutWhatNoRightValueIsToBeHadOf() throws Exception {
        server.execute(
                "CREATE TABLE samples (id int PRIMARY KEY, days date[], grid int[][], blobs"
                        + " bytea[], twice int GENERATED ALWAYS AS (2 * id) STORED)");
        assertThat(detect("samples").getColumnNames()).containsExactly("id");
    }

    @Test
    void numbersAndTimesMayBeDeclaredOtherwise() throws Exception {
        server.execute(
                "CREATE TABLE samples (id int PRIMARY KEY, n numeric, m numeric(10,2), t"
                        + " timestamptz, i int, b boolean); INSERT INTO samples VALUES (1, 1.25,"
                        + " 2.5, '2024-02-29 12:00+02', 7, true)");
        jobs.create(
                "samples",
                "id BIGINT, n DECIMAL(20, 4), m DOUBLE, t TIMESTAMP(3), i STRING, b STRING,"
                        + " PRIMARY KEY (id) NOT ENFORCED",
                "samples",
                Map.of());
        try (CloseableIterator<Row> rows = jobs.query("SELECT * FROM samples")) {
            assertThat(CdcJobs.take(rows, 1))
                    .containsExactly("+I[1, 1.2500, 2.5, 2024-02-29T10:00, 7, true]");
        }
    }

    private void createTypes() throws Exception {
        server.execute(
                "CREATE EXTENSION IF NOT EXISTS citext; CREATE EXTENSION IF NOT EXISTS hstore;"
                        + " CREATE EXTENSION IF NOT EXISTS ltree; DROP DOMAIN IF EXISTS positive,"
                        + " price, shorttext; DROP TYPE IF EXISTS pair; CREATE TYPE feeling AS ENUM"
                        + " ('ok'); CREATE DOMAIN positive AS int CHECK (value > 0); CREATE DOMAIN"
                        + " price AS numeric(10,2); CREATE DOMAIN shorttext AS varchar(10); CREATE"
                        + " TYPE pair AS (a int, b text)");
    }

    private ResolvedSchema detect(String table) {
        return new LaminarPostgresCdcTableFactory()
                .detectSchema(
                        new SchemaDetector.Request(
                                ObjectIdentifier.of("catalog", "database", table),
                                Map.of(
                                        "connector",
                                        "laminar-postgres-cdc",
                                        "connection",
                                        server.uri(),
                                        "table",
                                        table),
                                new SchemaDetector.Sampling(1, Duration.ZERO),
                                new Configuration(),
                                PostgresTypesITCase.class.getClassLoader()));
    }

    private static String ddl(ResolvedSchema schema) {
        String columns =
                schema.getColumns().stream()
                        .map(PostgresTypesITCase::column)
                        .collect(Collectors.joining(", "));
        return columns + ", PRIMARY KEY (id) NOT ENFORCED";
    }

    private static String column(Column column) {
        return "`"
                + column.getName()
                + "` "
                + column.getDataType().getLogicalType().asSerializableString();
    }

    private static List<String> delivered(Row row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < SAMPLES.size(); i++) {
            values.add(SAMPLES.get(i).type() + " = " + text(row.getField(i + 1)));
        }
        return values;
    }

    private static String text(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            boolean isText = bytes.length > 0 && bytes[0] >= ' ';
            return isText
                    ? new String(bytes, StandardCharsets.UTF_8)
                    : HexFormat.of().formatHex(bytes);
        }
        return String.valueOf(value);
    }
}
