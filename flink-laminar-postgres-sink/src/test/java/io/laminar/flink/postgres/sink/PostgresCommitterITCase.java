// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.postgres.catalog.PostgresConnection;
import io.laminar.flink.postgres.catalog.SchemaChanges;
import io.laminar.flink.postgres.option.CommitStrategy;
import io.laminar.flink.postgres.option.ErrorPolicy;
import io.laminar.flink.sdk.postgres.TableName;
import io.laminar.flink.sdk.retry.RetryOptions;
import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresCommitterITCase {

    private final String sinkId = UUID.randomUUID().toString();
    private final PostgresServer server;
    private final PostgresSinkConfig config;
    private final Ledger ledger = new Ledger(new TableName("public", "any"));

    PostgresCommitterITCase() throws IOException {
        server = PostgresServer.shared();
        config = config(ErrorPolicy.FAIL);
    }

    private PostgresSinkConfig config(ErrorPolicy onError) {
        return new PostgresSinkConfig(
                PostgresConnection.of(SecretText.of(server.uri())),
                new TableName("public", "commit_target"),
                RowType.of(new LogicalType[] {new IntType()}, new String[] {"id"}),
                SchemaChanges.NONE,
                PostgresSinkConfig.Writing.append(),
                new PostgresSinkConfig.Flushing(1, Duration.ZERO, 1),
                new PostgresSinkConfig.Committing(CommitStrategy.AUTO, sinkId),
                RetryOptions.DEFAULT,
                onError);
    }

    private PostgresCommitter committer() {
        return new PostgresCommitter(
                config, new CommitMetrics(UnregisteredMetricsGroup.createSinkWriterMetricGroup()));
    }

    @BeforeEach
    void createTables() throws Exception {
        try (Connection connection = server.connect()) {
            ledger.createIfMissing(connection);
        }
        server.execute("CREATE TABLE IF NOT EXISTS commit_target (id int)");
        server.execute("TRUNCATE commit_target");
    }

    private PostgresCommittable prepare(long epoch) throws SQLException {
        EpochId id = new EpochId(sinkId, 0, 1, epoch);
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO commit_target VALUES (" + epoch + ")");
            ledger.recordCommitted(connection, id);
            PreparedTransactions.prepare(connection, id);
            connection.setAutoCommit(true);
            ledger.recordPrepared(connection, id, epoch);
        }
        return PostgresCommittable.prepared(id);
    }

    private long rows(String table) throws SQLException {
        return server.queryLong("SELECT count(*) FROM " + table);
    }

    @Test
    void commitsOnceHoweverOftenItIsAsked() throws Exception {
        try (PostgresCommitter committer = committer()) {
            CommitterRequest first = new CommitterRequest(prepare(1));
            committer.commit(List.of(first));
            assertThat(first.wasCommittedBefore()).isFalse();
            CommitterRequest again = new CommitterRequest(first.getCommittable());
            committer.commit(List.of(again));
            assertThat(again.wasCommittedBefore()).isTrue();
        }
        assertThat(rows("commit_target")).isEqualTo(1);
    }

    @Test
    void keepsOneLineARunInItsBook() throws Exception {
        try (PostgresCommitter committer = committer()) {
            for (int epoch = 1; epoch <= 5; epoch++) {
                committer.commit(List.of(new CommitterRequest(prepare(epoch))));
            }
            CommitterRequest old =
                    new CommitterRequest(
                            PostgresCommittable.prepared(new EpochId(sinkId, 0, 1, 2)));
            committer.commit(List.of(old));
            assertThat(old.wasCommittedBefore()).isTrue();
        }
        String ofSink = " WHERE sink_id = '" + sinkId + "'";
        assertThat(rows("laminar_sink_committed" + ofSink)).isEqualTo(1);
        assertThat(rows("laminar_sink_prepared" + ofSink)).isEqualTo(1);
        assertThat(rows("commit_target")).isEqualTo(5);
    }

    @Test
    void failsLoudlyWhenATransactionIsLost() throws Exception {
        PostgresCommittable committable = prepare(1);
        try (Connection connection = server.connect()) {
            PreparedTransactions.rollback(connection, committable.id());
        }
        try (PostgresCommitter committer = committer()) {
            assertThatThrownBy(() -> committer.commit(List.of(new CommitterRequest(committable))))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "The prepared transaction '%s' of a completed checkpoint is not on the"
                                    + " server, and was never committed. Somebody removed it,",
                            committable.id().transaction());
        }
    }

    @Test
    void commitsAcrossARestartOfTheServer() throws Exception {
        PostgresCommittable committable = prepare(1);
        try (PostgresCommitter committer = committer()) {
            committer.commit(List.of(new CommitterRequest(prepare(2))));
            server.restart(PostgresServer.Shutdown.IMMEDIATE);
            // The committer's connection is dead now: it opens a new one.
            committer.commit(List.of(new CommitterRequest(committable)));
        }
        assertThat(rows("commit_target")).isEqualTo(2);
    }
}
