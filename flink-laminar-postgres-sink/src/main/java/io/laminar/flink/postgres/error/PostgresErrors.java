// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.error;

import io.laminar.flink.sdk.option.NearestWord;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.LogicalType;
import org.jspecify.annotations.Nullable;

/** What the sink says to its users when something is wrong: what, where, how to mend it. */
@Internal
public final class PostgresErrors {

    public static final String CONNECTION_MISSING =
            "Say where the server is: set 'connection' = 'postgresql://user:password@host:5432/db',"
                    + " or 'hostname' with 'database', 'username' and 'password', but not both.";

    public static final String TABLE_NAME_MISSING =
            "'table' is missing: set it to the table that rows are written to, such as"
                    + " 'public.trades'.";

    public static final String ROW_TYPE_MISSING =
            "The row type is missing: call setRowType(…) with the type of the rows.";

    public static final String CHECKPOINTS_NEEDED =
            "'delivery.guarantee' = 'exactly-once' commits with Flink's checkpoints, which are off."
                    + " SET 'execution.checkpointing.interval' = '10 s', or set"
                    + " 'delivery.guarantee' = 'at-least-once'.";

    public static final String NONE_NOT_OFFERED =
            "'delivery.guarantee' = 'none' is not offered: 'at-least-once' costs no more. Set that,"
                    + " or 'exactly-once'.";

    public static final String UPSERT_NEEDS_KEY =
            "'write_mode' = 'upsert' has no key to match rows by. Declare PRIMARY KEY (…) NOT"
                    + " ENFORCED, set 'primary_key', or set 'write_mode' = 'append'.";

    public static final String IGNORE_DELETE_NEEDS_UPSERT =
            "'ignore_delete' = 'true' has no meaning with 'write_mode' = 'append', which takes no"
                    + " deletions. Leave it out, or set 'write_mode' = 'upsert'.";

    public static final String KEY_NEEDS_UPSERT =
            "'primary_key' has no meaning with 'write_mode' = 'append'. Leave it out, or set"
                    + " 'write_mode' = 'upsert'.";

    public static final String TWO_PHASE_APPENDS_ONLY =
            "'commit.strategy' = 'two-phase' can't upsert: a row would wait for the lock of the"
                    + " epoch before, which only its own task could release. Set 'co-transactional'"
                    + " or 'auto', or 'write_mode' = 'append'.";

    public static final String FLUSH_OUTCOME_UNKNOWN =
            "The connection was lost amid a commit, so that nobody knows whether it was done. The"
                    + " rows are written again from the last checkpoint.";
    private static final String PKCS8_COMMAND = "openssl pkcs8 -topk8 -nocrypt -in old -out new";

    private static final String LOST =
            "of a completed checkpoint is not on the server, and was never committed. Somebody removed"
                    + " it, or the server was restored from a backup: then its rows are lost there, and"
                    + " come again if this job is restored from an earlier checkpoint. Or the job had"
                    + " gone on from an earlier checkpoint, or without state, since this one was taken:"
                    + " then restore its newest one.";

    private PostgresErrors() {}

    public static String needsExactlyOnce(String option) {
        return String.format(
                "'%s' has no meaning without 'delivery.guarantee' = 'exactly-once'. Set that, or"
                        + " leave it out.",
                option);
    }

    public static String keyColumnTwice(List<String> key) {
        return String.format("'primary_key' names a column twice: %s.", String.join(", ", key));
    }

    public static String keysDiffer(List<String> key, List<String> ddlKey) {
        String written = String.join(", ", key);
        return String.format(
                "'primary_key' is '%s', but the DDL has PRIMARY KEY (%s), by which Flink brings all"
                        + " changes of a key to one subtask. Leave the option out, or declare"
                        + " PRIMARY KEY (%s) NOT ENFORCED.",
                written, String.join(", ", ddlKey), written);
    }

    public static String keyColumnMissing(String column, Collection<String> known) {
        return NearestWord.to(column, known)
                .map(
                        near ->
                                String.format(
                                        "'primary_key' names '%s', which is no column. Did you mean"
                                                + " '%s'?",
                                        column, near))
                .orElseGet(
                        () ->
                                String.format(
                                        "'primary_key' names '%s', which is no column. Columns: %s.",
                                        column, String.join(", ", known)));
    }

    public static String rowCannotBeStored(String reason) {
        return String.format(
                "A row can't be stored. %s Mend it in the query, or set 'on_error' = 'skip' to leave"
                        + " such rows out.",
                reason);
    }

    public static String retriesOutlastCheckpoint(Duration retries, Duration timeout) {
        return String.format(
                "The delays of 'retry.…' add up to %s, but a commit must be over before a checkpoint"
                        + " times out ('execution.checkpointing.timeout' = %s). Lower"
                        + " 'retry.max_attempts' or 'retry.max_delay'.",
                retries, timeout);
    }

    public static String badParallelism(int parallelism) {
        return String.format("'sink.parallelism' is %d, but must be at least 1.", parallelism);
    }

    public static String unknownParameter(String parameter, Set<String> known) {
        return String.format(
                "The connection has the parameter '%s', which is not known. Known: %s.",
                parameter, String.join(", ", new TreeSet<>(known)));
    }

    public static String partWrittenTwice(String key) {
        return String.format(
                "'%s' is set beside 'connection': write the part in one of the two places.", key);
    }

    public static String badPort(int port) {
        return String.format("'port' is %d, but must be 1 to 65535.", port);
    }

    public static String badPortInConnection(int port) {
        return String.format("The connection's port is %d, but must be 1 to 65535.", port);
    }

    public static String badHost(String host) {
        return String.format(
                "The host is '%s', but must be one name or address: without port and path, an IPv6"
                        + " address in 'hostname' without brackets.",
                host);
    }

    public static String hostIsSocket(String host) {
        return String.format(
                "The host is '%s', but Unix-domain sockets are not supported: give a name or an"
                        + " address that the server listens on by TCP.",
                host);
    }

    public static String parameterWrittenTwice(String option, String parameter) {
        return String.format(
                "'%s' is set beside '%s' in 'connection': write it in one of the two places.",
                option, parameter);
    }

    public static String badSslMode(String written, Object[] modes) {
        return String.format(
                "The connection's 'sslmode' is '%s', but must be one of %s.",
                written,
                Arrays.stream(modes)
                        .map(mode -> "'" + mode + "'")
                        .collect(Collectors.joining(", ")));
    }

    public static String certificateWithoutKey() {
        return "'ssl.cert' is set without 'ssl.key': set both, or neither.";
    }

    public static String keyWithoutCertificate() {
        return "'ssl.key' is set without 'ssl.cert': set both, or neither.";
    }

    public static String certificateWithoutTls() {
        return "'ssl.cert' is set, but 'ssl.mode' = 'disable' switches TLS off. Set 'ssl.mode' ="
                + " 'verify-full', or remove 'ssl.cert' and 'ssl.key'.";
    }

    public static String rootCertificateUnused(Object mode) {
        return String.format(
                "'ssl.root.cert' is set, but 'ssl.mode' = '%s' checks no certificate. Set 'ssl.mode'"
                        + " = 'verify-full' ('verify-ca' leaves the host name unchecked).",
                mode);
    }

    public static String badTimeout(String option, Duration value) {
        return String.format(
                "'%s' is %s, but must be between 0 (no limit) and 24 days.", option, value);
    }

    public static String connectTimeoutIsNoNumber(String written) {
        return String.format(
                "The connection's 'connect_timeout' is '%s', but must be a whole number of seconds.",
                written);
    }

    public static String connectTimedOut(String server, Duration timeout) {
        return String.format(
                "The server %s does not answer within 'connect_timeout' = '%d ms'. Mend host and"
                        + " port, or a firewall on the way; or set the option higher.",
                server, timeout.toMillis());
    }

    public static String tlsNotOffered(String server, Object mode) {
        return String.format(
                "The server %s offers no TLS, which 'ssl.mode' = '%s' insists on. Switch it on there"
                        + " ('ssl = on' in postgresql.conf, with a certificate), or set 'ssl.mode' ="
                        + " 'prefer'.",
                server, mode);
    }

    public static String certificateNotTrusted(String server, @Nullable String rootCert) {
        return String.format(
                "The certificate of the server %s is signed by no authority of %s, or has expired."
                        + " Set 'ssl.root.cert' to a PEM file with the certificate of the authority"
                        + " that signed it.",
                server,
                rootCert == null
                        ? "those that the JVM trusts"
                        : "'ssl.root.cert' = '" + rootCert + "'");
    }

    public static String certificateOfAnotherHost(String server, String reason) {
        return String.format(
                "The certificate of the server %s is for another host: %s. Connect by a name that it"
                        + " holds, or set 'ssl.mode' = 'verify-ca' to leave the name unchecked.",
                server, withoutStop(reason));
    }

    public static String tlsFailed(String server, String reason) {
        return String.format(
                "TLS with the server %s failed: %s. If it asks for a client's certificate, set"
                        + " 'ssl.cert' and 'ssl.key' to one that it accepts.",
                server, withoutStop(reason));
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    public static String fileUnreadable(String option, String file) {
        return String.format(
                "The file '%s' of '%s' can't be read on this machine. Put it on every task manager"
                        + " and where the statement is planned.",
                file, option);
    }

    public static String noCertificate(String option, String file) {
        return String.format(
                "The file '%s' of '%s' holds no X.509 certificate in PEM form.", file, option);
    }

    public static String noKey(String file, String algorithm) {
        return String.format(
                "The file '%s' of 'ssl.key' holds no %s key in the form PKCS #8, such as the one of"
                        + " 'ssl.cert'. Convert it: %s.",
                file, algorithm, PKCS8_COMMAND);
    }

    public static String keyNotPkcs8(String file) {
        return String.format(
                "The file '%s' of 'ssl.key' holds a key in an older form than PKCS #8. Convert it:"
                        + " %s.",
                file, PKCS8_COMMAND);
    }

    public static String keyEncrypted(String file) {
        return String.format(
                "The file '%s' of 'ssl.key' holds an encrypted key. Give it without a password,"
                        + " readable by Flink's user alone: %s.",
                file, PKCS8_COMMAND);
    }

    public static String statementCancelled(String message) {
        return String.format(
                "%s If it ran into 'statement_timeout', look in pg_stat_activity and pg_locks at"
                        + " what it waited for, or set the option higher ('0 s' for no limit).",
                message);
    }

    public static String tableMissing(String table) {
        return String.format(
                "the table %s does not exist, or the user may not see it. Create it, or mend"
                        + " 'table' (names with capitals need double quotes).",
                table);
    }

    public static String columnMissing(String column, Collection<String> known) {
        return NearestWord.to(column, known)
                .map(
                        near ->
                                String.format(
                                        "column '%s' does not exist there. Did you mean '%s'?",
                                        column, near))
                .orElseGet(
                        () ->
                                String.format(
                                        "column '%s' does not exist there; its columns are %s.",
                                        column, String.join(", ", known)));
    }

    public static String columnNotAddable(String column) {
        return String.format(
                "column '%s' does not exist there, and is NOT NULL in the DDL, which rows that are"
                        + " there could not meet. Declare it nullable, or add it on the server with"
                        + " a default.",
                column);
    }

    public static String ddlNotPermitted(String table, String reason, List<String> statements) {
        return String.format(
                "The sink can't change the schema of %s as 'auto_create_table' and"
                        + " 'schema.evolution' ask: %s. Have an administrator run:%n%s;",
                table, reason, String.join(";" + System.lineSeparator(), statements));
    }

    public static String columnsBlocked(String table, String statement, int seconds) {
        return String.format(
                "The columns that %s lacks could not be added in %d s: other transactions hold the"
                        + " table. Look for them in pg_locks and pg_prepared_xacts; or stop the jobs"
                        + " that write to it and run: %s;",
                table, seconds, statement);
    }

    public static String columnGenerated(String column) {
        return String.format(
                "column '%s' is generated by the server: leave it out of the DDL.", column);
    }

    public static String columnRequired(String column) {
        return String.format(
                "column '%s' is NOT NULL without a default, but the DDL leaves it out: add it, or"
                        + " give it a default on the server.",
                column);
    }

    public static String typeMismatch(
            String column, LogicalType type, String found, Collection<String> fitting) {
        if (fitting.isEmpty()) {
            return String.format(
                    "column '%s' is %s in Flink, which this sink can't write. CAST it, to STRING for"
                            + " instance.",
                    column, type.asSummaryString());
        }
        return String.format(
                "column '%s' is %s in Flink, but %s on the server. It fits: %s. CAST it in the query,"
                        + " and change the DDL.",
                column, type.asSummaryString(), found, String.join(", ", fitting));
    }

    public static String scaleLost(String column, LogicalType type, String found) {
        return String.format(
                "column '%s' is %s in Flink, but %s on the server, which would round it. CAST it to a"
                        + " DECIMAL of the server's scale, and change the DDL.",
                column, type.asSummaryString(), found);
    }

    public static String intervalCut(String column, LogicalType type, String found) {
        return String.format(
                "column '%s' is %s in Flink, but %s on the server, which would drop a part of it."
                        + " Make the column a plain interval.",
                column, type.asSummaryString(), found);
    }

    public static String noJson(String column, LogicalType type, LogicalType part) {
        return String.format(
                "column '%s' is %s in Flink, and JSON has no form for %s. CAST it, to STRING for"
                        + " instance; a MAP needs keys of STRING.",
                column, type.asSummaryString(), part.asSummaryString());
    }

    public static String tooManyDimensions(String column, int found, int max) {
        return String.format(
                "column '%s' is an array of %d dimensions, but PostgreSQL has at most %d. Make the"
                        + " column jsonb.",
                column, found, max);
    }

    public static String noColumnType(LogicalType type) {
        return String.format(
                "%s has no column type that this sink can write. CAST it, to STRING for instance.",
                type.asSummaryString());
    }

    public static String tableDoesNotFit(String table, String server, List<String> findings) {
        if (findings.size() == 1) {
            return String.format("Table %s on %s: %s", table, server, findings.get(0));
        }
        return String.format(
                "Table %s on %s has %d findings:%n- %s",
                table,
                server,
                findings.size(),
                String.join(System.lineSeparator() + "- ", findings));
    }

    public static String refused(String server, String message, String sqlState) {
        return String.format(
                "The server %s refuses the connection: %s (SQLSTATE %s). Mend user, password or"
                        + " database of the table's options.",
                server, message, sqlState);
    }

    public static String tooFewPreparedTransactions(int available, int needed) {
        return String.format(
                "'commit.strategy' = 'two-phase' needs max_prepared_transactions of %d or more (2 x"
                        + " parallelism, and as many for every other such sink), but the server has"
                        + " %d. Raise it in postgresql.conf and restart the server, or set"
                        + " 'commit.strategy' = 'co-transactional'.",
                needed, available);
    }

    public static String twoPhaseBehindPool() {
        return "'commit.strategy' = 'two-phase' needs a session of its own on the server, but a pool"
                + " of connections such as PgBouncer is in between. Connect past it, or set"
                + " 'commit.strategy' = 'co-transactional'.";
    }

    public static String twoPhaseOnForeignTable(String table) {
        return String.format(
                "%s is a foreign table, which no prepared transaction can write to. Set"
                        + " 'commit.strategy' = 'co-transactional'.",
                table);
    }

    public static String twoPhaseOnTemporaryTable(String table) {
        return String.format(
                "%s is a temporary table, which no prepared transaction can write to, and no other"
                        + " session. Set 'table' to another one.",
                table);
    }

    public static String twoPhaseWithNotify(String trigger, String table) {
        return String.format(
                "the trigger %s on %s notifies (NOTIFY or pg_notify), which no prepared transaction"
                        + " can do. Set 'commit.strategy' = 'co-transactional', or disable the"
                        + " trigger.",
                trigger, table);
    }

    public static String targetIsNoTable(String table, String kind) {
        return String.format(
                "%s is %s. This sink writes to tables, plain or partitioned: set 'table' to one.",
                table, kind);
    }

    public static String keyNotUnique(List<String> key, String createIndex) {
        return String.format(
                "the key (%s) is not unique there: no unique index is on exactly these columns, so no"
                        + " row can take another's place. Run: %s; or mend the key.",
                String.join(", ", key), createIndex);
    }

    public static String uniqueIndexUnfit(
            List<String> key, String index, String flaw, String createIndex) {
        return String.format(
                "the key (%s) has the unique index '%s' there, but it is %s, and INSERT … ON CONFLICT"
                        + " does not take it. Run: %s;",
                String.join(", ", key), index, flaw, createIndex);
    }

    public static String keyWithoutPartitionColumns(List<String> key, List<String> columns) {
        return String.format(
                "the key (%s) is not unique there, and can't be: the table is partitioned by %s,"
                        + " which every unique index of it has to hold. Add that to the key, on the"
                        + " server and in the DDL.",
                String.join(", ", key), String.join(", ", columns));
    }

    public static String writingNotPermitted(Collection<String> grants) {
        return String.format(
                "the user may not write there. Have an administrator run: %s;",
                String.join("; ", grants));
    }

    public static String stagingNotPermitted(String grant) {
        return String.format(
                "the user may not create the staging tables of 'co-transactional' there. Have an"
                        + " administrator run: %s;",
                grant);
    }

    public static String temporaryTableNotPermitted(String grant) {
        return String.format(
                "the user may not create the temporary table that an upsert 'at-least-once' goes"
                        + " through. Have an administrator run: %s;",
                grant);
    }

    public static String rowSecurityActive(String user) {
        return String.format(
                "row-level security applies to the user %s, and COPY does not work with it. Give the"
                        + " user BYPASSRLS, or set 'delivery.guarantee' = 'exactly-once' and"
                        + " 'commit.strategy' = 'co-transactional', which inserts.",
                user);
    }

    public static String metadataNotPermitted(String schema, List<String> statements) {
        return String.format(
                "The sink keeps its book of exactly-once in three small tables of schema '%s', which"
                        + " do not exist, and it may not create them. Have an administrator run:%n%s;",
                schema, String.join(";" + System.lineSeparator(), statements));
    }

    public static String metadataNotGranted(String schema, String grant) {
        return String.format(
                "The sink keeps its book of exactly-once in three small tables of schema '%s', which"
                        + " it may not use. Have an administrator run:%n%s;",
                schema, grant);
    }

    public static String sinkIdInUse(String sinkId, String owner, int pid) {
        return String.format(
                "Another running sink has the 'sink.id' = '%s' on this database: %s, in the session"
                        + " with pid %d. Stop that job, or give each sink its own 'sink.id'; if the"
                        + " job is gone and its session only lingers, end it with SELECT"
                        + " pg_terminate_backend(%d).",
                sinkId, owner, pid, pid);
    }

    public static String sinkIdTwiceInOneJob(String sinkId) {
        return String.format(
                "Two INSERTs of this job share the 'sink.id' = '%s'. Give each its own: INSERT INTO"
                        + " t /*+ OPTIONS('sink.id'='another') */ SELECT ….",
                sinkId);
    }

    public static String fencedOff(String sinkId, int subtask) {
        return String.format(
                "A newer sink has taken over 'sink.id' = '%s' (subtask %d); this one must not write"
                        + " any more. If both were meant to run, give each its own 'sink.id'.",
                sinkId, subtask);
    }

    public static String blockedBy(String sinkId, Collection<String> waiting) {
        return String.format(
                "The sink '%s' can't start: rows of an earlier run wait on the server, and the"
                        + " restored state may hold them: %s. They are committed by the other"
                        + " subtasks of this job as a rule; if not, they come from another line of"
                        + " checkpoints: COMMIT PREPARED or ROLLBACK PREPARED each that is in"
                        + " pg_prepared_xacts, and DROP each that is a table.",
                sinkId, String.join(", ", waiting));
    }

    public static String fenceHeld(String sinkId, String fence) {
        return String.format(
                "The sink '%s' can't start: a transaction of an earlier run still holds its row of"
                        + " %s. Look for its session among those that pg_blocking_pids() or"
                        + " pg_stat_activity shows ('flink-laminar …', idle in transaction), and end"
                        + " it with SELECT pg_terminate_backend(pid).",
                sinkId, fence);
    }

    public static String changeAppended(String kind) {
        return String.format(
                "The stream has changes (%s), but 'write_mode' = 'append' takes new rows only. Set"
                        + " 'write_mode' = 'upsert'.",
                kind);
    }

    public static String transactionLost(String transaction) {
        return String.format("The prepared transaction '%s' %s", transaction, LOST);
    }

    public static String stageLost(String table) {
        return String.format("The staging table '%s' %s", table, LOST);
    }

    public static String commitFailed(
            String name, int attempts, @Nullable String reason, String sqlState) {
        return String.format(
                "'%s' could not be committed (attempts: %d): %s (SQLSTATE %s). Its rows wait on the"
                        + " server, and are committed when the job is restored.",
                name, attempts, reason, sqlState);
    }
}
