// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import io.laminar.flink.sdk.postgres.SslMode;
import io.laminar.flink.sdk.postgres.TableName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What users read when options, server or table are not fit for reading changes. */
final class PostgresCdcErrors {

    static final String TABLE_MISSING =
            "'table' is missing: the table whose changes are read, such as 'public.users'.";

    static final String CERTIFICATE_AND_KEY =
            "'ssl.cert' and 'ssl.key' belong together: set both, or neither.";

    static final String STANDBY = "The server is a standby, where no publication can be created.";

    static final String TAKE_PRIMARY = "connect to the primary.";

    static final String SET_WAL_LEVEL =
            "ALTER SYSTEM SET wal_level = 'logical'; and restart the server.";

    static final String NO_REPLICATION = "The user may not replicate.";

    static final String TAKE_OTHER_SLOT = "set 'slot.name' to another name.";

    static final String TAKE_SLOT_OF_EACH_JOB =
            "end the job that reads it, or give this table a name of its own by 'slot.name'.";

    static final String TAKE_PUBLICATION_OF_SLOT =
            "set 'publication.name' to the one that the slot was used with; or, for a job that"
                    + " starts anew, drop the slot: SELECT pg_drop_replication_slot('…');";

    static final String TAKE_TABLES = "name a table that it is made of.";

    static final String READ_PARTITIONED =
            "set '" + PostgresCdcMapping.PARTITIONED_TABLES + "' = 'true', or name a partition.";

    static final String TAKE_CHUNK_KEY =
            "set '"
                    + PostgresCdcMapping.CHUNK_KEY
                    + "' to a column of numbers, text, uuid or time, or '"
                    + PostgresCdcMapping.INCREMENTAL_SNAPSHOT
                    + "' = 'false'.";

    private PostgresCdcErrors() {}

    static String badSslMode(String written) {
        return String.format(
                "The connection's 'sslmode' is '%s', but must be one of %s.",
                written,
                Arrays.stream(SslMode.values())
                        .map(mode -> "'" + mode + "'")
                        .collect(Collectors.joining(", ")));
    }

    static String writtenTwice(String option, String parameter) {
        return String.format(
                "'%s' is set beside '%s' in 'connection': write it in one of the two places.",
                option, parameter);
    }

    static String rootCertificateMissing(SslMode mode) {
        return String.format(
                "'ssl.mode' = '%s' needs 'ssl.root.cert': a PEM file with the certificates of the"
                        + " authorities that you trust.",
                mode);
    }

    static String nameNotPlain(String name) {
        return String.format(
                "The name '%s' can't be read: Flink CDC takes names for patterns, so they may hold"
                        + " letters, digits, '_' and '-' only. Rename it, or read a table that has"
                        + " such a name.",
                name);
    }

    static String badSlotName(String name) {
        return String.format(
                "'slot.name' is '%s', but must be 1 to %d lower case letters, digits and"
                        + " underscores (Flink CDC adds the subtask's number to PostgreSQL's 63).",
                name, Names.MAX_SLOT_LENGTH);
    }

    static String badPublicationName(String name) {
        return String.format(
                "'publication.name' is '%s', but must be 1 to 63 lower case letters, digits and"
                        + " underscores, and begin with no digit.",
                name);
    }

    static String unreachable(String server, String message, @Nullable String state) {
        return String.format(
                "Connector '%s': the server %s can't be asked about the table, which is done before"
                        + " the job starts: %s (SQLSTATE %s). Mend the connection's options.",
                PostgresCdcMapping.IDENTIFIER, server, message, state);
    }

    static String checkFailed(String table, String message, @Nullable String state) {
        return String.format(
                "Connector '%s': the check of the table %s failed: %s (SQLSTATE %s).",
                PostgresCdcMapping.IDENTIFIER, table, message, state);
    }

    static String walLevel(String level) {
        return String.format(
                "The server's wal_level is '%s', but changes can be read with 'logical' only.",
                level);
    }

    static String allowReplication(String user) {
        return String.format(
                "ALTER ROLE %s REPLICATION; (Amazon RDS: GRANT rds_replication TO %1$s;)",
                TableName.quote(user));
    }

    static String tooFew(String setting, int most, int taken, int needed) {
        return String.format(
                "The server's %s is %d, of which %d are taken, but this job needs %d: one that"
                        + " stays, and one for each subtask while the snapshot is read.",
                setting, most, taken, needed);
    }

    static String setTo(String setting, int value) {
        return String.format("ALTER SYSTEM SET %s = %d; and restart the server.", setting, value);
    }

    static String enumsWithoutLabels(List<String> types) {
        return String.format(
                "The database has %s, at which Flink CDC 3.5 fails in every table: a domain over an"
                        + " enum, or an enum without labels.",
                String.join(", ", types));
    }

    static String dropTypes(List<String> types) {
        return types.stream()
                .map(type -> "DROP " + type + ";")
                .collect(Collectors.joining(" ", "", " and use the enum, with labels."));
    }

    static String tableMissing(TableName table) {
        return String.format("The database has no table %s.", table.sql());
    }

    static String takeTable(Optional<String> nearest) {
        return nearest.map(name -> String.format("write 'table' = '%s' if that is meant.", name))
                .orElse("write 'table' = 'schema.table'; names with capitals in double quotes.");
    }

    static String noTable(TableName table) {
        return String.format("%s is a view or a foreign table, which has no changes.", table.sql());
    }

    static String notLogged(TableName table) {
        return String.format("%s is not in the server's log: it is unlogged.", table.sql());
    }

    static String setLogged(TableName table) {
        return String.format("ALTER TABLE %s SET LOGGED;", table.sql());
    }

    static String partitioned(TableName table) {
        return String.format("%s is partitioned.", table.sql());
    }

    static String noSelect(TableName table) {
        return String.format("The user may not read %s.", table.sql());
    }

    static String grantSelect(TableName table, String user) {
        return String.format(
                "GRANT USAGE ON SCHEMA %s TO %s; GRANT SELECT ON %s TO %2$s;",
                TableName.quote(table.schema()), TableName.quote(user), table.sql());
    }

    static String differsInCase(TableName table, String twin) {
        return String.format(
                "%s differs from the table '%s' in capitals only, and Flink CDC would read both.",
                table.sql(), twin);
    }

    static String rename(TableName table) {
        return String.format("ALTER TABLE %s RENAME TO …;", table.sql());
    }

    static String noKey(TableName table) {
        return String.format("%s has no primary key.", table.sql());
    }

    static String addKey(TableName table) {
        return String.format(
                "ALTER TABLE %s ADD PRIMARY KEY (…); or, with REPLICA IDENTITY FULL, set '%s' ="
                        + " 'false', or '%s' to a column by which the snapshot can be cut.",
                table.sql(), PostgresCdcMapping.INCREMENTAL_SNAPSHOT, PostgresCdcMapping.CHUNK_KEY);
    }

    static String badChunkKey(String column, String type) {
        return String.format(
                "The snapshot can't be cut by the column '%s' of type %s.", column, type);
    }

    static String allNeedsFull(TableName table) {
        return String.format(
                "'changelog-mode' = 'all' needs rows as they were before a change, but the replica"
                        + " identity of %s is not FULL.",
                table.sql());
    }

    static String setFull(TableName table) {
        return String.format(
                "ALTER TABLE %s REPLICA IDENTITY FULL; or remove 'changelog-mode'.", table.sql());
    }

    static String noIdentity(TableName table) {
        return String.format(
                "The replica identity of %s does not hold its primary key, so that nobody can tell"
                        + " which row was changed.",
                table.sql());
    }

    static String setIdentity(TableName table) {
        return String.format(
                "ALTER TABLE %s REPLICA IDENTITY DEFAULT; or, for rows as they were before, ALTER"
                        + " TABLE %1$s REPLICA IDENTITY FULL;",
                table.sql());
    }

    static String upsertNeedsKey(TableName table) {
        return String.format(
                "The DDL has no primary key, which 'changelog-mode' = 'upsert' needs: the replica"
                        + " identity of %s tells the key of a row, and no more.",
                table.sql());
    }

    static String declareKey(TableName table, List<String> key) {
        return String.format(
                "write PRIMARY KEY (%s) NOT ENFORCED; or ALTER TABLE %s REPLICA IDENTITY FULL; and"
                        + " remove 'changelog-mode'.",
                key.isEmpty() ? "…" : key.stream().collect(Collectors.joining("`, `", "`", "`")),
                table.sql());
    }

    static String largeValues(TableName table, List<String> columns) {
        return String.format(
                "Large values (2 kB and more) of %s in %s that an UPDATE leaves as they are arrive"
                        + " as '__debezium_unavailable_value', since its replica identity is not"
                        + " FULL.",
                String.join(", ", columns), table.sql());
    }

    static String setFullOrAccept(TableName table) {
        return String.format(
                "ALTER TABLE %s REPLICA IDENTITY FULL; or leave the columns out of the DDL; or take"
                        + " it as it is by 'changelog-mode' = 'upsert'.",
                table.sql());
    }

    static String slotOfOtherPlugin(String slot, @Nullable String plugin) {
        return String.format(
                "The replication slot '%s' is there, but is %s.",
                slot, plugin == null ? "a physical one" : "of the plugin '" + plugin + "'");
    }

    static String slotOfOtherDatabase(String slot, @Nullable String database) {
        return String.format(
                "The replication slot '%s' is there, but of the database '%s'.", slot, database);
    }

    static String slotActive(String slot) {
        return String.format("The replication slot '%s' is being read by somebody else.", slot);
    }

    static String slotLost(String slot) {
        return String.format(
                "The replication slot '%s' has lost a part of the log"
                        + " (max_slot_wal_keep_size): no job can go on with it.",
                slot);
    }

    static String dropSlot(String slot) {
        return String.format(
                "SELECT pg_drop_replication_slot('%s'); and start the job without a savepoint.",
                slot);
    }

    static String slotOlderThanPublication(String publication) {
        return String.format(
                "The publication '%s' is missing, while the replication slot is there.",
                publication);
    }

    static String publicationMissing(String publication, String user) {
        return String.format(
                "The publication '%s' is missing, and %s may not create it: that takes CREATE on"
                        + " the database, and the table's owner.",
                publication, TableName.quote(user));
    }

    static String createPublication(String publication, TableName table, boolean isPartitioned) {
        return String.format(
                "CREATE PUBLICATION %s FOR TABLE %s%s;",
                publication,
                table.sql(),
                isPartitioned ? " WITH (publish_via_partition_root = true)" : "");
    }

    static String publicationWithoutTable(String publication, TableName table) {
        return String.format("The publication '%s' does not hold %s.", publication, table.sql());
    }

    static String addToPublication(String publication, TableName table) {
        return String.format("ALTER PUBLICATION %s ADD TABLE %s;", publication, table.sql());
    }

    static String publicationOfPartitions(String publication) {
        return String.format(
                "The publication '%s' holds partitions, not the table as a whole.", publication);
    }

    static String publishViaRoot(String publication) {
        return String.format(
                "ALTER PUBLICATION %s SET (publish_via_partition_root = true);", publication);
    }

    static String publicationOfSomeChanges(String publication) {
        return String.format(
                "The publication '%s' leaves out inserts, updates or deletes.", publication);
    }

    static String publishAll(String publication) {
        return String.format(
                "ALTER PUBLICATION %s SET (publish = 'insert, update, delete, truncate');",
                publication);
    }
}
