// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import io.laminar.flink.postgres.catalog.Privileges;
import io.laminar.flink.postgres.catalog.TargetTable;
import io.laminar.flink.postgres.catalog.TwoPhaseObstacles;
import io.laminar.flink.postgres.catalog.UniqueKeys;
import io.laminar.flink.postgres.option.CommitStrategy;
import io.laminar.flink.postgres.option.WriteMode;
import io.laminar.flink.sdk.postgres.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.base.DeliveryGuarantee;

/** What the server says against a sink: its columns, its key, its rights. */
@Internal
public final class TargetFindings {

    private TargetFindings() {}

    /**
     * Before the job starts, when what the sink may create is not there yet.
     *
     * @param parallelism of the sink, or 1 if it is not known yet
     */
    public static List<String> whenPlanned(
            PostgresSinkConfig config,
            PostgresSession session,
            DeliveryGuarantee guarantee,
            int parallelism)
            throws SQLException {
        TargetTable target = TargetTable.read(session.connection(), config.table());
        List<String> findings = new ArrayList<>(config.tableDdl().findings(target));
        if (target.isTable()) {
            findings.addAll(ofWriting(config, session.connection(), target));
        }
        if (target.isTable() || !target.exists()) {
            findings.addAll(ofCommitting(config, session, guarantee, parallelism));
        }
        return findings;
    }

    /** When the sink starts, and its table is as it will be. */
    static List<String> whenStarted(
            PostgresSinkConfig config, Connection connection, TargetTable target, Route route)
            throws SQLException {
        // Why it was not made says more than that it is missing.
        List<String> findings = new ArrayList<>(config.tableDdl().findings(target));
        if (findings.isEmpty()) {
            findings.addAll(target.findings(config.rowType()));
        }
        if (target.isTable()) {
            findings.addAll(ofWriting(config, connection, target));
            findings.addAll(ofRoute(config, connection, route));
        }
        return findings;
    }

    private static List<String> ofCommitting(
            PostgresSinkConfig config,
            PostgresSession session,
            DeliveryGuarantee guarantee,
            int parallelism)
            throws SQLException {
        if (guarantee == DeliveryGuarantee.AT_LEAST_ONCE) {
            return ofRoute(config, session.connection(), Route.DIRECT);
        }
        CommitStrategy strategy = config.committing().strategy();
        if (config.writing().mode() == WriteMode.APPEND
                && strategy != CommitStrategy.CO_TRANSACTIONAL) {
            List<String> obstacles =
                    TwoPhaseObstacles.findings(session, config.table(), parallelism);
            if (obstacles.isEmpty() || strategy == CommitStrategy.TWO_PHASE) {
                return obstacles;
            }
        }
        return ofRoute(config, session.connection(), Route.STAGED);
    }

    private static List<String> ofRoute(
            PostgresSinkConfig config, Connection connection, Route route) throws SQLException {
        return switch (route) {
            case DIRECT ->
                    config.writing().mode() == WriteMode.APPEND
                            ? Privileges.forCopy(connection, config.table())
                            : Privileges.forTemporaryTable(connection);
            // What is in the way was looked for when the route was chosen.
            case PREPARED -> List.of();
            case STAGED -> Privileges.forStaging(connection, config.table());
        };
    }

    private static List<String> ofWriting(
            PostgresSinkConfig config, Connection connection, TargetTable target)
            throws SQLException {
        TableName table = config.table();
        List<String> columns = config.rowType().getFieldNames();
        if (config.writing().mode() == WriteMode.APPEND) {
            return Privileges.forAppend(connection, table, columns);
        }
        List<String> key = config.writing().key();
        List<String> findings = new ArrayList<>();
        if (target.holds(key)) {
            findings.addAll(UniqueKeys.findings(connection, table, key));
        }
        findings.addAll(Privileges.forUpsert(connection, table, columns, key));
        if (!config.writing().ignoresDeletes()) {
            findings.addAll(Privileges.forDelete(connection, table));
        }
        return findings;
    }
}
