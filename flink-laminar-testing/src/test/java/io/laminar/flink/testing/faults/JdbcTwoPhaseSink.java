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
        GIVES_UP_A_COMMIT
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
        try {
            return new Writer();
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

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private final class Writer implements CommittingSinkWriter<RowData, String> {

        private final Connection connection = DriverManager.getConnection(url);
        private boolean hasRows;

        Writer() throws SQLException {
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
