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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/**
 * A plain upsert sink for the harness to judge, right or with a flaw. Its committables are the
 * changes themselves, one a line, which are applied in one transaction.
 */
final class JdbcUpsertSink implements PortableSink<RowData>, SupportsCommitter<String> {

    enum Flaw {
        NONE,
        IGNORES_DELETIONS,
        /** Each epoch is applied once more after the one that follows it. */
        REPEATS_AN_OLD_EPOCH
    }

    private static final String DELETION = "-";

    private final String url;
    private final String table;
    private final Flaw flaw;

    JdbcUpsertSink(String uri, String table, Flaw flaw) {
        this.url = "jdbc:" + uri.replace("postgres:trusted@", "") + "?user=postgres";
        this.table = table;
        this.flaw = flaw;
    }

    @Override
    public CommittingSinkWriter<RowData, String> createWriter(WriterInitContext context) {
        return new Writer();
    }

    @Override
    public Committer<String> createCommitter(CommitterInitContext context) {
        return new EpochCommitter();
    }

    @Override
    public SimpleVersionedSerializer<String> getCommittableSerializer() {
        return new EpochSerializer();
    }

    private final class Writer implements CommittingSinkWriter<RowData, String> {

        private final List<String> changes = new ArrayList<>();

        @Override
        public void write(RowData row, Context context) {
            boolean isDeletion = row.getRowKind() == RowKind.DELETE;
            if (!isDeletion || flaw != Flaw.IGNORES_DELETIONS) {
                changes.add(row.getLong(0) + "=" + (isDeletion ? DELETION : row.getString(1)));
            }
        }

        @Override
        public void flush(boolean endOfInput) {
            // The checkpoint holds the changes.
        }

        @Override
        public Collection<String> prepareCommit() {
            List<String> epoch =
                    changes.isEmpty() ? List.of() : List.of(String.join("\n", changes));
            changes.clear();
            return epoch;
        }

        @Override
        public void close() {
            // Has nothing open.
        }
    }

    private final class EpochCommitter implements Committer<String> {

        private String last = "";

        @Override
        public void commit(Collection<CommitRequest<String>> requests) throws IOException {
            for (CommitRequest<String> request : requests) {
                try (Connection connection = DriverManager.getConnection(url)) {
                    connection.setAutoCommit(false);
                    apply(connection, request.getCommittable());
                    if (flaw == Flaw.REPEATS_AN_OLD_EPOCH) {
                        apply(connection, last);
                        last = request.getCommittable();
                    }
                    connection.commit();
                } catch (SQLException e) {
                    throw new IOException(e);
                }
            }
        }

        private void apply(Connection connection, String epoch) throws SQLException {
            try (PreparedStatement delete =
                            connection.prepareStatement("DELETE FROM " + table + " WHERE id = ?");
                    PreparedStatement insert =
                            connection.prepareStatement(
                                    "INSERT INTO " + table + " VALUES (?, ?)")) {
                for (String change : epoch.lines().toList()) {
                    String[] parts = change.split("=", 2);
                    delete.setLong(1, Long.parseLong(parts[0]));
                    delete.executeUpdate();
                    if (!parts[1].equals(DELETION)) {
                        insert.setLong(1, Long.parseLong(parts[0]));
                        insert.setString(2, parts[1]);
                        insert.executeUpdate();
                    }
                }
            }
        }

        @Override
        public void close() {
            // A connection lives as long as one commit.
        }
    }

    private static final class EpochSerializer implements SimpleVersionedSerializer<String> {

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(String epoch) {
            return epoch.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String deserialize(int version, byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
