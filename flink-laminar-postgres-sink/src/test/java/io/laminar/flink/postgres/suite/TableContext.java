// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.suite;

import io.laminar.flink.postgres.PostgresSink;
import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.net.URL;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.testframe.external.ExternalSystemDataReader;
import org.apache.flink.connector.testframe.external.sink.DataStreamSinkV2ExternalContext;
import org.apache.flink.connector.testframe.external.sink.TestingSinkSettings;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/** A table for one test of the suite; its elements are words, its rows words and lengths. */
final class TableContext implements DataStreamSinkV2ExternalContext<String> {

    private static final int MIN_WORDS = 100;
    private static final int MAX_WORDS = 500;
    private static final int MAX_LENGTH = 60;

    private final PostgresServer server;
    private final String table = "suite_" + UUID.randomUUID().toString().replace('-', '_');
    private final Settings settings;

    /** What a suite asks of the sink, beside connection, table and type of the rows. */
    interface Settings {
        /** Sets it; the id is the same over a restart, and another one in each test. */
        PostgresSink.Builder<String> apply(PostgresSink.Builder<String> sink, String sinkId);
    }

    private TableContext(PostgresServer server, Settings settings) {
        this.server = server;
        this.settings = settings;
    }

    /** Creates the table. */
    static TableContext create(String ddl, Settings settings) {
        try {
            TableContext context = new TableContext(PostgresServer.shared(), settings);
            context.server.execute("CREATE TABLE " + context.table + " (" + ddl + ")");
            return context;
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Sink<String> createSink(TestingSinkSettings ofSuite) {
        return settings.apply(
                        PostgresSink.<String>builder(
                                word ->
                                        GenericRowData.of(
                                                StringData.fromString(word), word.length())),
                        table)
                .setConnection(server.uri())
                .setTable(table)
                .setRowType(
                        RowType.of(
                                new LogicalType[] {
                                    new VarCharType(VarCharType.MAX_LENGTH), new IntType()
                                },
                                new String[] {"word", "length"}))
                .build();
    }

    @Override
    public ExternalSystemDataReader<String> createSinkDataReader(TestingSinkSettings ofSuite) {
        return new TableReader(
                server, "SELECT word FROM " + table + " WHERE length = char_length(word)");
    }

    /** No word twice, so that they may be keys. */
    @Override
    public List<String> generateTestData(TestingSinkSettings ofSuite, long seed) {
        Random random = new Random(seed);
        return Stream.generate(() -> word(random))
                .distinct()
                .limit(random.nextInt(MIN_WORDS, MAX_WORDS))
                .toList();
    }

    private static String word(Random random) {
        return random.ints(random.nextInt(1, MAX_LENGTH), 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return Types.STRING;
    }

    /** The sink is on the class path. */
    @Override
    public List<URL> getConnectorJarPaths() {
        return List.of();
    }

    @Override
    public void close() throws SQLException {
        server.execute("DROP TABLE " + table);
    }
}
