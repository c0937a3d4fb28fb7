// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import io.laminar.flink.sdk.sink.PortableSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;

/** A plain two-phase sink for the harness to judge, right or with a flaw. */
final class JdbcTwoPhaseSink implements PortableSink<RowData>, SupportsCommitter<String> {

    enum Flaw {
        NONE,
        /** Rows are visible at once, not with their checkpoint. */
        COMMITS_EACH_ROW,
        /** A commit that fails is not tried again. */
        GIVES_UP_A_COMMIT,
        /** A writer leaves the session of its predecessor alone. */
        HAS_NO_FENCE,
        LEAVES_A_STAGING_TABLE,
        /** The sink's book has a row for each epoch for ever. */
        KEEPS_EACH_EPOCH_IN_ITS_BOOK
    }

    private static final String UNKNOWN_TRANSACTION = "42704";

    private final String url;
    private final String table;
    private final Flaw flaw;

    JdbcTwoPhaseSink(String uri, String table, Flaw flaw) {
        this.url = "jdbc:" + uri.replace("postgres:trusted@", "") + "?user=postgres";
        this.table = table;
        this.flaw = flaw;
    }

    @Override
    public CommittingSinkWriter<RowData, String> createWriter(WriterInitContext context)
            throws IOException {
        String owner = table + " " + context.getTaskInfo().getIndexOfThisSubtask();
        try {
            if (flaw == Flaw.LEAVES_A_STAGING_TABLE) {
                execute("CREATE TABLE " + beside("staging_" + System.nanoTime()) + " ()");
            }
            if (flaw != Flaw.HAS_NO_FENCE) {
                execute(
                        String.format(
                                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                                        + " WHERE application_name = '%s'",
                                owner));
            }
            return new Writer(owner);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public Committer<String> createCommitter(CommitterInitContext context) {
        return new GidCommitter();
    }

    @Override
    public SimpleVersionedSerializer<String> getCommittableSerializer() {
        return new GidSerializer();
    }

    private String beside(String name) {
        return table.substring(0, table.indexOf('.') + 1) + name;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private final class Writer implements CommittingSinkWriter<RowData, String> {

        private final Connection connection;
        private boolean hasRows;

        Writer(String owner) throws SQLException {
            connection = DriverManager.getConnection(url);
            connection.setClientInfo("ApplicationName", owner);
            connection.setAutoCommit(flaw == Flaw.COMMITS_EACH_ROW);
        }

        @Override
        public void write(RowData row, Context context) throws IOException {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?)")) {
                insert.setLong(1, row.getLong(0));
                insert.setString(2, row.getString(1).toString());
                insert.executeUpdate();
                hasRows = true;
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void flush(boolean endOfInput) {
            // Each row is on the server already.
        }

        @Override
        public Collection<String> prepareCommit() throws IOException {
            if (!hasRows || flaw == Flaw.COMMITS_EACH_ROW) {
                return List.of();
            }
            String gid = table + "-" + UUID.randomUUID();
            try (Statement statement = connection.createStatement()) {
                statement.execute("PREPARE TRANSACTION '" + gid + "'");
            } catch (SQLException e) {
                throw new IOException(e);
            }
            hasRows = false;
            return List.of(gid);
        }

        @Override
        public void close() throws Exception {
            connection.close();
        }
    }

    private final class GidCommitter implements Committer<String> {

        @Override
        public void commit(Collection<CommitRequest<String>> requests) throws IOException {
            for (CommitRequest<String> request : requests) {
                try {
                    execute("COMMIT PREPARED '" + request.getCommittable() + "'");
                    if (flaw == Flaw.KEEPS_EACH_EPOCH_IN_ITS_BOOK) {
                        String book = beside("laminar_sink_book");
                        execute("CREATE TABLE IF NOT EXISTS " + book + " (epoch text)");
                        execute(
                                String.format(
                                        "INSERT INTO %s VALUES ('%s')",
                                        book, request.getCommittable()));
                    }
                } catch (SQLException e) {
                    if (flaw == Flaw.GIVES_UP_A_COMMIT) {
                        request.signalFailedWithKnownReason(e);
                    } else if (!UNKNOWN_TRANSACTION.equals(e.getSQLState())) {
                        request.retryLater();
                    }
                }
            }
        }

        @Override
        public void close() {
            // A connection lives as long as one commit.
        }
    }

    private static final class GidSerializer implements SimpleVersionedSerializer<String> {

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(String gid) {
            return gid.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String deserialize(int version, byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
