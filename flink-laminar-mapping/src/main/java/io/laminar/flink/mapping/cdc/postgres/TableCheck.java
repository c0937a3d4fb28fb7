// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import io.laminar.flink.mapping.cdc.DdlCheck;
import io.laminar.flink.mapping.cdc.Findings;
import io.laminar.flink.sdk.option.NearestWord;
import io.laminar.flink.sdk.postgres.TableName;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the table is one whose changes can be read, as the DDL has it. */
final class TableCheck {

    static final String ALL = "all";
    static final String UPSERT = "upsert";

    private static final Logger LOG = LoggerFactory.getLogger(TableCheck.class);

    private static final String TABLES =
            """
            SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            ORDER BY 1, 2""";

    private static final String TWIN =
            """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND c.oid <> ?
              AND lower(n.nspname) = lower(?) AND lower(c.relname) = lower(?)""";

    private static final String MAY_READ =
            """
            SELECT has_schema_privilege(c.relnamespace, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
            FROM pg_class c WHERE c.oid = ?""";

    /** Columns whose large values are stored apart. */
    private static final String TOASTABLE =
            """
            SELECT attname FROM pg_attribute
            WHERE attrelid = ? AND attnum > 0 AND NOT attisdropped AND attstorage IN ('x', 'e')
            ORDER BY attnum""";

    private static final String HAS_LARGE_VALUES =
            """
            SELECT coalesce(pg_relation_size(nullif(reltoastrelid, 0)), 0) > 0
            FROM pg_class WHERE oid = ?""";

    private final UpstreamServer server;
    private final ResolvedSchema ddl;
    private final Map<String, String> options;
    private final Findings findings;

    TableCheck(
            UpstreamServer server,
            ResolvedSchema ddl,
            Map<String, String> options,
            Findings findings) {
        this.server = server;
        this.ddl = ddl;
        this.options = options;
        this.findings = findings;
    }

    /** Empty if there is no such table; notes it. */
    Optional<CatalogTable> find(TableName name) throws SQLException {
        Optional<CatalogTable> found = CatalogTable.find(server, name);
        if (found.isEmpty()) {
            List<String> tables =
                    server.query(
                            TABLES,
                            row -> new TableName(row.getString(1), row.getString(2)).toString());
            findings.add(
                    PostgresCdcErrors.tableMissing(name),
                    PostgresCdcErrors.takeTable(NearestWord.to(name.toString(), tables)));
            return found;
        }
        char kind = found.get().kind();
        if (kind != 'r' && kind != 'p') {
            findings.add(PostgresCdcErrors.noTable(name), PostgresCdcErrors.TAKE_TABLES);
            return Optional.empty();
        }
        return found;
    }

    /** Notes what is wrong with the table; the changelog mode that goes with it. */
    String run(CatalogTable table) throws SQLException {
        TableName name = table.name();
        if (table.persistence() != 'p') {
            findings.add(PostgresCdcErrors.notLogged(name), PostgresCdcErrors.setLogged(name));
        }
        if (table.kind() == 'p' && !isTrue(PostgresCdcMapping.PARTITIONED_TABLES)) {
            findings.add(PostgresCdcErrors.partitioned(name), PostgresCdcErrors.READ_PARTITIONED);
        }
        if (!server.is(MAY_READ, table.oid())) {
            findings.add(
                    PostgresCdcErrors.noSelect(name),
                    PostgresCdcErrors.grantSelect(name, ServerCheck.user(server)));
        }
        for (String twin :
                server.query(
                        TWIN, row -> row.getString(1), table.oid(), name.schema(), name.table())) {
            findings.add(
                    PostgresCdcErrors.differsInCase(name, twin), PostgresCdcErrors.rename(name));
        }
        DdlCheck.run(ddl, table.upstream(), findings);
        checkChunkKey(table);
        return changelogMode(table);
    }

    private void checkChunkKey(CatalogTable table) {
        if (!isTrue(PostgresCdcMapping.INCREMENTAL_SNAPSHOT)) {
            return;
        }
        String column = options.get(PostgresCdcMapping.CHUNK_KEY);
        if (column == null) {
            if (table.key().isEmpty()) {
                findings.add(
                        PostgresCdcErrors.noKey(table.name()),
                        PostgresCdcErrors.addKey(table.name()));
                return;
            }
            column = table.key().get(0);
        }
        String chunkKey = column;
        table.columns().stream()
                .filter(candidate -> candidate.name().equals(chunkKey))
                .filter(candidate -> !PostgresTypes.isChunkKey(candidate.base()))
                .forEach(
                        candidate ->
                                findings.add(
                                        PostgresCdcErrors.badChunkKey(
                                                chunkKey, candidate.written()),
                                        PostgresCdcErrors.TAKE_CHUNK_KEY));
    }

    private String changelogMode(CatalogTable table) throws SQLException {
        TableName name = table.name();
        boolean isFull = table.identity() == 'f';
        String written = options.get(PostgresCdcMapping.CHANGELOG_MODE);
        if (ALL.equalsIgnoreCase(written) && !isFull) {
            findings.add(PostgresCdcErrors.allNeedsFull(name), PostgresCdcErrors.setFull(name));
            return ALL;
        }
        if (table.identity() == 'n'
                || (table.identity() == 'i'
                        && !CatalogTable.identityColumns(server, table.oid())
                                .containsAll(table.key()))) {
            findings.add(PostgresCdcErrors.noIdentity(name), PostgresCdcErrors.setIdentity(name));
        }
        String mode = isFull ? ALL : UPSERT;
        if (written != null) {
            mode = written;
        } else if (!isFull) {
            LOG.info(
                    "Table {} is read with 'changelog-mode' = 'upsert': its replica identity is not"
                            + " FULL, so the log holds no rows as they were before.",
                    name);
            checkLargeValues(table);
        }
        if (UPSERT.equalsIgnoreCase(mode) && ddl.getPrimaryKey().isEmpty()) {
            findings.add(
                    PostgresCdcErrors.upsertNeedsKey(name),
                    PostgresCdcErrors.declareKey(name, table.key()));
        }
        return mode;
    }

    /** Of a large value that an UPDATE leaves as it is, the log holds nothing but in FULL. */
    private void checkLargeValues(CatalogTable table) throws SQLException {
        List<String> columns =
                server.query(TOASTABLE, row -> row.getString(1), table.oid()).stream()
                        .filter(
                                column ->
                                        ddl.getColumn(column)
                                                .filter(Column::isPhysical)
                                                .isPresent())
                        .filter(column -> !table.key().contains(column))
                        .toList();
        if (columns.isEmpty()) {
            return;
        }
        if (server.is(HAS_LARGE_VALUES, table.oid())) {
            findings.add(
                    PostgresCdcErrors.largeValues(table.name(), columns),
                    PostgresCdcErrors.setFullOrAccept(table.name()));
        } else {
            LOG.warn(
                    "{} There are none so far. To be safe: ALTER TABLE {} REPLICA IDENTITY FULL;",
                    PostgresCdcErrors.largeValues(table.name(), columns),
                    table.name().sql());
        }
    }

    private boolean isTrue(String key) {
        return Boolean.parseBoolean(options.get(key));
    }
}
