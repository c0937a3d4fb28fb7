// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import io.laminar.flink.mapping.cdc.Findings;
import io.laminar.flink.sdk.postgres.TableName;
import java.sql.SQLException;
import java.util.Optional;

/** Whether the publication is there and holds every change of the table, or may be created. */
final class PublicationCheck {

    private static final String PUBLICATION =
            """
            SELECT p.pubinsert AND p.pubupdate AND p.pubdelete, p.pubviaroot, EXISTS (
                SELECT FROM pg_publication_tables t
                WHERE t.pubname = p.pubname AND t.schemaname = ? AND t.tablename = ?)
            FROM pg_publication p WHERE p.pubname = ?""";

    private static final String MAY_CREATE =
            """
            SELECT has_database_privilege(current_database(), 'CREATE')
               AND pg_has_role(c.relowner, 'USAGE')
            FROM pg_class c WHERE c.oid = ?""";

    private PublicationCheck() {}

    private record Publication(boolean hasAllChanges, boolean isViaRoot, boolean hasTable) {}

    /**
     * Whether it has to be created; notes what is wrong with it.
     *
     * @param hasSlot whether the slot is there already
     */
    static boolean run(
            UpstreamServer server,
            String name,
            CatalogTable table,
            boolean hasSlot,
            Findings findings)
            throws SQLException {
        TableName tableName = table.name();
        Optional<Publication> found =
                server.find(
                        PUBLICATION,
                        row ->
                                new Publication(
                                        row.getBoolean(1), row.getBoolean(2), row.getBoolean(3)),
                        tableName.schema(),
                        tableName.table(),
                        name);
        boolean isPartitioned = table.kind() == 'p';
        if (found.isEmpty()) {
            if (hasSlot) {
                // What the slot still holds was written when the server knew no such publication.
                findings.add(
                        PostgresCdcErrors.slotOlderThanPublication(name),
                        PostgresCdcErrors.TAKE_PUBLICATION_OF_SLOT);
            } else if (!server.is(MAY_CREATE, table.oid())) {
                findings.add(
                        PostgresCdcErrors.publicationMissing(name, ServerCheck.user(server)),
                        statement(name, table));
            }
            return true;
        }
        Publication publication = found.get();
        if (isPartitioned && !publication.isViaRoot()) {
            findings.add(
                    PostgresCdcErrors.publicationOfPartitions(name),
                    PostgresCdcErrors.publishViaRoot(name));
        } else if (!publication.hasTable()) {
            findings.add(
                    PostgresCdcErrors.publicationWithoutTable(name, tableName),
                    PostgresCdcErrors.addToPublication(name, tableName));
        }
        if (!publication.hasAllChanges()) {
            findings.add(
                    PostgresCdcErrors.publicationOfSomeChanges(name),
                    PostgresCdcErrors.publishAll(name));
        }
        return false;
    }

    /** What creates it for this table. */
    static String statement(String name, CatalogTable table) {
        return PostgresCdcErrors.createPublication(name, table.name(), table.kind() == 'p');
    }
}
