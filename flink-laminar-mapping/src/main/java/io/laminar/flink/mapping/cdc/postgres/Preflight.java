// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import io.laminar.flink.mapping.cdc.Findings;
import io.laminar.flink.sdk.postgres.TableName;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The check before the job: what Flink CDC would notice only when it runs, or never, is told when
 * the statement is planned, with the way to mend it. If nothing is wrong, the publication is
 * created where it is missing.
 */
final class Preflight {

    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

    private Preflight() {}

    /**
     * Runs it.
     *
     * @param options as Flink CDC takes them
     * @param parallelism with which the snapshot will be read
     * @return the changelog mode that goes with the table
     * @throws ValidationException with everything that was found, if something was
     */
    static String run(Map<String, String> options, ResolvedSchema ddl, int parallelism) {
        return ask(options, (server, name) -> check(server, name, options, ddl, parallelism));
    }

    /**
     * The columns and the key of the table.
     *
     * @throws ValidationException if there is no such table
     */
    static ResolvedSchema detect(Map<String, String> options) {
        return ask(
                options,
                (server, name) -> {
                    Findings findings = new Findings();
                    Optional<CatalogTable> table =
                            new TableCheck(server, ResolvedSchema.of(), options, findings)
                                    .find(name);
                    findings.throwIfAny(PostgresCdcMapping.IDENTIFIER, name.sql(), server.name());
                    return table.orElseThrow().upstream().schema();
                });
    }

    private static String check(
            UpstreamServer server,
            TableName name,
            Map<String, String> options,
            ResolvedSchema ddl,
            int parallelism)
            throws SQLException {
        String slot = options.getOrDefault(PostgresCdcMapping.SLOT, "");
        String publication = options.getOrDefault(PostgresCdcMapping.PUBLICATION, "");
        Findings findings = new Findings();
        boolean hasSlot = SlotCheck.run(server, slot, findings);
        // One that stays, and one for each subtask while it reads the snapshot.
        ServerCheck.run(server, hasSlot ? 0 : 1 + parallelism, findings);
        TableCheck tableCheck = new TableCheck(server, ddl, options, findings);
        Optional<CatalogTable> found = tableCheck.find(name);
        if (found.isEmpty()) {
            findings.throwIfAny(PostgresCdcMapping.IDENTIFIER, name.sql(), server.name());
        }
        CatalogTable table = found.orElseThrow();
        String mode = tableCheck.run(table);
        boolean isMissing = PublicationCheck.run(server, publication, table, hasSlot, findings);
        findings.throwIfAny(PostgresCdcMapping.IDENTIFIER, name.sql(), server.name());
        if (isMissing) {
            // Not before all is well: it makes the server refuse updates of a table without a key.
            String statement = PublicationCheck.statement(publication, table);
            server.execute(statement);
            LOG.info("Created a publication on {}: {}", server.name(), statement);
        }
        return mode;
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(UpstreamServer server, TableName name) throws SQLException;
    }

    private static <T> T ask(Map<String, String> options, Question<T> question) {
        TableName name =
                new TableName(
                        options.getOrDefault(PostgresCdcMapping.SCHEMA, ""),
                        options.getOrDefault(PostgresCdcMapping.TABLE_NAME, ""));
        try (UpstreamServer server = UpstreamServer.open(options)) {
            return question.ask(server, name);
        } catch (SQLException e) {
            throw new ValidationException(
                    PostgresCdcErrors.checkFailed(
                            name.sql(), String.valueOf(e.getMessage()), e.getSQLState()),
                    e);
        }
    }
}
