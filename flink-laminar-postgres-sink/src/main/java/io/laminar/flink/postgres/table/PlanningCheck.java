// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import io.laminar.flink.postgres.catalog.ConnectionErrors;
import io.laminar.flink.postgres.catalog.PostgresSession;
import io.laminar.flink.postgres.catalog.ServerSettings;
import io.laminar.flink.postgres.catalog.TableErrors;
import io.laminar.flink.postgres.sink.PostgresSinkConfig;
import io.laminar.flink.postgres.sink.TargetFindings;
import io.laminar.flink.sdk.secret.UnresolvedSecretException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.List;
import java.util.Optional;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.table.api.ValidationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the DDL against the server when a statement is planned, if the server can be reached from
 * there; the writers do so again when they start.
 */
final class PlanningCheck {

    private static final Logger LOG = LoggerFactory.getLogger(PlanningCheck.class);

    private PlanningCheck() {}

    static void run(
            PostgresSinkConfig config, DeliveryGuarantee guarantee, Optional<Integer> parallelism) {
        String server = config.connection().displayName();
        List<String> findings;
        try (PostgresSession session = config.connection().openSession("flink-laminar planning")) {
            findings =
                    TargetFindings.whenPlanned(config, session, guarantee, parallelism.orElse(1));
        } catch (UnresolvedSecretException e) {
            LOG.warn("Table {} is not checked before the job starts.", config.table(), e);
            return;
        } catch (IllegalArgumentException | SQLNonTransientConnectionException e) {
            // The first is of a connection that is read here only, where a reference leads.
            throw new ValidationException(String.valueOf(e.getMessage()), e);
        } catch (SQLException e) {
            if (ServerSettings.isRefusal(e)) {
                throw new ValidationException(
                        ConnectionErrors.refused(
                                server, String.valueOf(e.getMessage()), e.getSQLState()),
                        e);
            }
            LOG.warn(
                    "Table {} is not checked before the job starts: {} can't be asked from here.",
                    config.table(),
                    server,
                    e);
            return;
        }
        if (!findings.isEmpty()) {
            throw new ValidationException(
                    TableErrors.tableDoesNotFit(config.table().toString(), server, findings));
        }
    }
}
