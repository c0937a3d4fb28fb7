// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import io.laminar.flink.postgres.option.SchemaEvolution;
import io.laminar.flink.sdk.postgres.TableName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.RowType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the target and adds columns to it, where {@link SchemaChanges} allow that.
 *
 * <p>All subtasks may do so at once, and another program too: the server is asked first, so that
 * what is there needs no right and no lock; who loses a race asks again.
 *
 * <p>No transaction may be open in the session.
 */
@Internal
public final class TableDdl {

    private static final Logger LOG = LoggerFactory.getLogger(TableDdl.class);

    /**
     * Two sessions that create one name at the same moment both find it free; the slower one fails
     * on a unique index of the catalog (unique_violation, duplicate_table, duplicate_object).
     */
    private static final Set<String> LOST_RACES = Set.of("23505", "42P07", "42710");

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String INVALID_SCHEMA_NAME = "3F000";

    /**
     * A lock is waited for a second each time: whoever comes after us would queue behind us, and
     * another subtask may have added the columns meanwhile and be writing, and hold the table until
     * a checkpoint that waits for us.
     */
    private static final int DEFAULT_ATTEMPTS = 30;

    private final TableName table;
    private final RowType rowType;
    private final SchemaChanges changes;
    private final int attempts;

    public TableDdl(TableName table, RowType rowType, SchemaChanges changes) {
        this(table, rowType, changes, DEFAULT_ATTEMPTS);
    }

    TableDdl(TableName table, RowType rowType, SchemaChanges changes, int attempts) {
        this.table = table;
        this.rowType = rowType;
        this.changes = changes;
        this.attempts = attempts;
    }

    /**
     * What will keep rows from being written, each a full sentence, when what may be created is
     * taken as created.
     */
    public List<String> findings(TargetTable target) {
        if (!target.exists()) {
            return changes.isTableCreated()
                    ? typeFindings(rowType.getFields())
                    : target.findings(rowType);
        }
        if (changes.evolution() == SchemaEvolution.NONE || !target.isTable()) {
            return target.findings(rowType);
        }
        List<RowType.RowField> missing = target.missing(rowType);
        List<RowType.RowField> present = new ArrayList<>(rowType.getFields());
        present.removeAll(missing);
        List<String> findings = new ArrayList<>(target.findings(new RowType(present)));
        for (RowType.RowField field : missing) {
            if (!field.getType().isNullable()) {
                findings.add(TableErrors.columnNotAddable(field.getName()));
            }
        }
        findings.addAll(typeFindings(missing));
        return findings;
    }

    private static List<String> typeFindings(List<RowType.RowField> fields) {
        List<String> findings = new ArrayList<>();
        for (RowType.RowField field : fields) {
            findings.addAll(PostgresDdl.findings(field.getName(), field.getType()));
        }
        return findings;
    }

    /** {@link #createTable} and {@link #addColumns}: what has to be done before the first row. */
    public void prepare(PostgresSession session) throws SQLException, IOException {
        createTable(session);
        addColumns(session);
    }

    /**
     * Creates the table if it is missing and may be created, and rows could be written to it.
     *
     * @throws IOException if the user has no right to; the message holds the statements
     */
    public void createTable(PostgresSession session) throws SQLException, IOException {
        if (!typeFindings(rowType.getFields()).isEmpty()) {
            // What is wrong is said by who reads the table next.
            return;
        }
        for (int attempt = 1;
                changes.isTableCreated() && !exists(session.connection());
                attempt++) {
            String create = createStatement();
            try {
                execute(session, create);
                LOG.info("Created {}, which was missing.", table);
            } catch (SQLException e) {
                if (INVALID_SCHEMA_NAME.equals(e.getSQLState())) {
                    throw notPermitted(
                            e, List.of("CREATE SCHEMA " + TableName.quote(table.schema()), create));
                }
                if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                    throw notPermitted(e, List.of(create));
                }
                if (!LOST_RACES.contains(e.getSQLState()) || attempt == attempts) {
                    throw e;
                }
            }
        }
    }

    /**
     * Adds the columns that are missing, if they may be added. Waits for open transactions on the
     * table, prepared ones too: those of earlier runs have to be over before.
     *
     * @throws IOException if the user has no right to, with the statement in the message; or if a
     *     transaction does not end
     */
    public void addColumns(PostgresSession session) throws SQLException, IOException {
        if (changes.evolution() == SchemaEvolution.NONE) {
            return;
        }
        for (int attempt = 1; ; attempt++) {
            TargetTable target = TargetTable.read(session.connection(), table);
            List<RowType.RowField> missing = target.missing(rowType);
            if (!target.exists() || missing.isEmpty() || !findings(target).isEmpty()) {
                // What is wrong is said by who reads the table next.
                return;
            }
            String alter = alterStatement(missing);
            try {
                execute(session, "SET LOCAL lock_timeout = '1s'", alter);
                LOG.info("Added columns to {}: {}.", table, alter);
            } catch (SQLException e) {
                if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                    throw notPermitted(e, List.of(alter));
                }
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    throw e;
                }
                if (attempt == attempts) {
                    throw new IOException(
                            TableErrors.columnsBlocked(table.sql(), alter, attempts), e);
                }
            }
        }
    }

    private static void execute(PostgresSession session, String... statements) throws SQLException {
        session.begin();
        try (Statement statement = session.connection().createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            session.commit();
        } catch (SQLException e) {
            try {
                session.rollback();
            } catch (SQLException another) {
                e.addSuppressed(another);
            }
            throw e;
        }
    }

    private boolean exists(Connection connection) throws SQLException {
        try (var query =
                connection.prepareStatement(
                        "SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                + " WHERE n.nspname = ? AND c.relname = ?")) {
            query.setString(1, table.schema());
            query.setString(2, table.table());
            try (var result = query.executeQuery()) {
                return result.next();
            }
        }
    }

    private String createStatement() {
        List<String> parts = new ArrayList<>();
        for (RowType.RowField field : rowType.getFields()) {
            parts.add(column(field) + (field.getType().isNullable() ? "" : " NOT NULL"));
        }
        if (!changes.primaryKey().isEmpty()) {
            parts.add(
                    changes.primaryKey().stream()
                            .map(TableName::quote)
                            .collect(Collectors.joining(", ", "PRIMARY KEY (", ")")));
        }
        return "CREATE TABLE IF NOT EXISTS " + table.sql() + " (" + String.join(", ", parts) + ")";
    }

    private String alterStatement(List<RowType.RowField> missing) {
        return missing.stream()
                .map(field -> "ADD COLUMN IF NOT EXISTS " + column(field))
                .collect(Collectors.joining(", ", "ALTER TABLE " + table.sql() + " ", ""));
    }

    private static String column(RowType.RowField field) {
        return TableName.quote(field.getName()) + " " + PostgresDdl.sqlType(field.getType());
    }

    private IOException notPermitted(SQLException e, List<String> statements) {
        return new IOException(
                TableErrors.ddlNotPermitted(
                        table.sql(), String.valueOf(e.getMessage()), statements),
                e);
    }
}
