// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.postgres.catalog.TargetTable;
import io.laminar.flink.sdk.postgres.TableName;
import io.laminar.flink.testing.PostgresServer;
import io.laminar.flink.testing.PostgresVersion;
import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * Random values of every pair of types, written by our encoders into one table and as SQL literals
 * into another: the server must find no difference.
 */
class TypeDifferencesITCase {

    private static final long SEED = 20_261_121L;
    private static final int ROWS = 100;

    record Pair(String flinkType, String columnType) {

        LogicalType type() {
            return LogicalTypeParser.parse(flinkType, Pair.class.getClassLoader());
        }

        @Override
        public String toString() {
            return flinkType + " to " + columnType;
        }
    }

    private static Stream<Pair> pairs(String flinkType, String... columnTypes) {
        return Stream.of(columnTypes).map(columnType -> new Pair(flinkType, columnType));
    }

    static Stream<Pair> scalars() {
        return Stream.of(
                        pairs("BOOLEAN", "boolean"),
                        pairs("TINYINT", "smallint", "integer", "bigint", "numeric"),
                        pairs("SMALLINT", "smallint", "integer", "bigint", "numeric", "natural_d"),
                        pairs("INT", "integer", "bigint", "numeric(12,2)"),
                        pairs("BIGINT", "bigint", "numeric"),
                        pairs("FLOAT", "real", "double precision", "numeric"),
                        pairs("DOUBLE", "double precision", "numeric"),
                        pairs("DECIMAL(4, 0)", "smallint", "integer", "bigint", "numeric"),
                        pairs("DECIMAL(10, 2)", "numeric", "numeric(10,2)", "numeric(20,7)"),
                        pairs("DECIMAL(9, 9)", "numeric"),
                        pairs("DECIMAL(18, 5)", "numeric"),
                        pairs("DECIMAL(38, 18)", "numeric"),
                        pairs("DECIMAL(38, 0)", "numeric"),
                        pairs("DECIMAL(38, 38)", "numeric"),
                        pairs("STRING", "text", "character varying", "character varying(250)"),
                        pairs("STRING", "character(12)", "name", "citext", "mood", "mood_d"),
                        pairs("STRING", "uuid", "json", "jsonb", "inet", "cidr", "xml"),
                        pairs("BYTES", "bytea"),
                        pairs("DATE", "date", "timestamp without time zone"),
                        pairs("TIME(3)", "time without time zone", "time(0) without time zone"),
                        pairs("TIMESTAMP(0)", "timestamp without time zone"),
                        pairs("TIMESTAMP(3)", "timestamp(1) without time zone"),
                        pairs("TIMESTAMP(9)", "timestamp without time zone", "date"),
                        pairs("TIMESTAMP(6)", "timestamp with time zone"),
                        pairs("TIMESTAMP_LTZ(9)", "timestamp without time zone", "date"),
                        pairs("TIMESTAMP_LTZ(3)", "timestamp with time zone"),
                        pairs("TIMESTAMP_LTZ(6)", "timestamp(2) with time zone"),
                        pairs("INTERVAL YEAR TO MONTH", "interval", "interval month"),
                        pairs("INTERVAL DAY TO SECOND(3)", "interval", "interval(3)"))
                .flatMap(pairs -> pairs);
    }

    static Stream<Pair> nested() {
        String everything =
                "ROW<`b` BOOLEAN, `ti` TINYINT, `si` SMALLINT, `i` INT, `bi` BIGINT, `f` FLOAT, `d`"
                        + " DOUBLE, `de` DECIMAL(10, 3), `big` DECIMAL(38, 10), `s` STRING, `by` BYTES,"
                        + " `da` DATE, `t` TIME(3), `ts` TIMESTAMP(6), `tz` TIMESTAMP_LTZ(6), `im`"
                        + " INTERVAL YEAR TO MONTH, `is` INTERVAL DAY TO SECOND(3), `a`"
                        + " ARRAY<ARRAY<STRING>>, `m` MAP<STRING, ROW<`x` INT>>, `it's \"é\"` INT>";
        return Stream.of(
                        pairs(everything, "json", "jsonb"),
                        pairs("ARRAY<" + everything + ">", "jsonb", "jsonb[]"),
                        pairs("MAP<STRING, DOUBLE>", "json"),
                        pairs("MAP<STRING, ARRAY<INT>>", "jsonb_d"),
                        pairs("ROW<`n` INT, `t` ROW<`x` BIGINT>>", "jsonb"),
                        pairs("ROW<`Street` STRING, `no` SMALLINT>", "address"),
                        pairs(
                                "ROW<`tags` ARRAY<STRING>, `home` ROW<`no` INT>, `price` DECIMAL(6,"
                                        + " 2), `mood` STRING>",
                                "person"),
                        pairs("ARRAY<ROW<`no` INT, `Street` STRING>>", "address[]"),
                        pairs("ARRAY<ARRAY<INT>>", "ints_d[]"),
                        pairs("ARRAY<ARRAY<ARRAY<INT>>>", "jsonb[]"))
                .flatMap(pairs -> pairs);
    }

    @BeforeAll
    static void createTypes() throws Exception {
        createTypes(PostgresServer.shared());
    }

    private static void createTypes(PostgresServer server) throws Exception {
        server.execute(
                """
                        DROP SCHEMA IF EXISTS types CASCADE;
                        CREATE SCHEMA types;
                        CREATE EXTENSION IF NOT EXISTS citext SCHEMA public;
                        SET search_path = types;
                        CREATE TYPE mood AS ENUM
                            ('sad', 'so-so', 'it''s "fine"', 'glücklich');
                        CREATE DOMAIN natural_d AS integer;
                        CREATE DOMAIN mood_d AS mood;
                        CREATE DOMAIN ints_d AS integer[];
                        CREATE DOMAIN price_d AS numeric(8, 3);
                        CREATE DOMAIN price_dd AS price_d CHECK (VALUE IS NULL OR VALUE < 10000);
                        CREATE DOMAIN jsonb_d AS jsonb;
                        CREATE TYPE address AS (no integer, "Street" text, zip text);
                        ALTER TYPE address DROP ATTRIBUTE zip;
                        CREATE TYPE person AS
                            (home address, tags varchar(250)[], price price_dd, mood mood_d, x int)
                        """);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scalars")
    void writesWhatPostgresqlReadsFromText(Pair pair) throws Exception {
        assertNoDifference(pair.type(), pair.columnType());
    }

    @ParameterizedTest(name = "arrays of {0}")
    @MethodSource("scalars")
    void writesArraysOfOneDimensionAndOfTwo(Pair pair) throws Exception {
        ArrayType array = new ArrayType(pair.type());
        assertNoDifference(array, pair.columnType() + "[]");
        assertNoDifference(new ArrayType(array), pair.columnType() + "[]");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nested")
    void writesDocumentsAndComposites(Pair pair) throws Exception {
        assertNoDifference(pair.type(), pair.columnType());
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void writesTheSameToTheOldestAndTheNewestServer(PostgresVersion version) throws Exception {
        try (PostgresServer server = PostgresServer.start(version)) {
            createTypes(server);
            for (Pair pair : Stream.concat(scalars(), nested()).toList()) {
                assertNoDifference(server, pair.type(), pair.columnType());
            }
        }
    }

    @Test
    void everyPairThatFitsIsTried() throws Exception {
        for (Pair pair : scalars().toList()) {
            Set<PostgresType> tried = EnumSet.noneOf(PostgresType.class);
            for (Pair other : scalars().toList()) {
                if (other.type().getTypeRoot() == pair.type().getTypeRoot()) {
                    ColumnType column =
                            createTables(PostgresServer.shared(), other.type(), other.columnType());
                    tried.add(((ColumnType.Scalar) column).type());
                }
            }
            assertThat(tried).as(pair.flinkType()).containsAll(TypeMapping.fitting(pair.type()));
        }
    }

    private static ColumnType createTables(
            PostgresServer server, LogicalType type, String columnType) throws Exception {
        server.execute(
                """
                SET search_path = types, public;
                DROP TABLE IF EXISTS ours, theirs;
                CREATE TABLE ours (id int PRIMARY KEY, v %1$s);
                CREATE TABLE theirs (id int PRIMARY KEY, v %1$s);
                """
                        .formatted(columnType));
        try (Connection connection = server.connect()) {
            RowType rowType = RowType.of(new LogicalType[] {type}, new String[] {"v"});
            TargetTable table = TargetTable.read(connection, TableName.parse("types.ours"));
            return table.types(rowType).get(0);
        }
    }

    private static void assertNoDifference(LogicalType type, String columnType) throws Exception {
        assertNoDifference(PostgresServer.shared(), type, columnType);
    }

    private static void assertNoDifference(
            PostgresServer server, LogicalType type, String columnType) throws Exception {
        ColumnType column = createTables(server, type, columnType);
        RowType rowType =
                RowType.of(new LogicalType[] {new IntType(), type}, new String[] {"id", "v"});
        assertThat(TypeMapping.findings("v", type, column)).isEmpty();
        CopyRowEncoder encoder =
                new CopyRowEncoder(rowType, List.of(ColumnType.of(PostgresType.INT4), column));
        RowDataSerializer serializer = new RowDataSerializer(rowType);
        RandomSamples samples = new RandomSamples(SEED);
        CopyBuffer buffer = new CopyBuffer(1024);
        List<String> literals = new ArrayList<>();
        CopyRowEncoder.writeHeader(buffer);
        for (int id = 0; id < ROWS; id++) {
            Sample sample = samples.next(type, column);
            RowData row = GenericRowData.of(id, sample.value());
            // Both forms that a job has rows in.
            encoder.write(id % 2 == 0 ? row : serializer.toBinaryRow(row), buffer);
            literals.add("(" + id + ", " + sample.sql() + ")");
        }
        CopyRowEncoder.writeTrailer(buffer);
        try (Connection connection = server.connect();
                var statement = connection.createStatement()) {
            statement.execute("SET search_path = types, public");
            new CopyManager(connection.unwrap(BaseConnection.class))
                    .copyIn(
                            "COPY ours FROM STDIN (FORMAT binary)",
                            new ByteArrayInputStream(buffer.array(), 0, buffer.size()));
            statement.execute("INSERT INTO theirs VALUES " + String.join(", ", literals));
            String value = comparable(type, columnType);
            try (var result =
                    statement.executeQuery(
                            "SELECT id, o.v::text, t.v::text FROM ours o FULL JOIN theirs t USING"
                                    + " (id) WHERE "
                                    + value.formatted("o")
                                    + " IS DISTINCT FROM "
                                    + value.formatted("t")
                                    + " ORDER BY id LIMIT 5")) {
                List<String> differences = new ArrayList<>();
                while (result.next()) {
                    differences.add(
                            String.format(
                                    "row %d: ours %s, theirs %s",
                                    result.getInt(1), result.getString(2), result.getString(3)));
                }
                assertThat(differences).isEmpty();
            }
        }
    }

    /** JSON that we wrote is compared by what it means, the rest down to what clients are shown. */
    private static String comparable(LogicalType type, String columnType) {
        if (!columnType.startsWith("json") || type.is(LogicalTypeRoot.VARCHAR)) {
            return "format('%%L', %s.v)";
        }
        return columnType.endsWith("[]") ? "%s.v::jsonb[]" : "%s.v::jsonb";
    }
}
