// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import io.laminar.flink.mapping.cdc.DdlCheck;
import io.laminar.flink.mapping.cdc.Findings;
import io.laminar.flink.sdk.option.NearestWord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.jspecify.annotations.Nullable;

/**
 * Looks, before a job starts, for all that would keep the official connector from reading a table.
 *
 * <p>One session, one use; not thread-safe.
 */
final class MySqlCheck {

    static final String CHUNK_KEY = "scan.incremental.snapshot.chunk.key-column";
    static final String INCREMENTAL = "scan.incremental.snapshot.enabled";

    private final Connection connection;
    private final MySqlTarget target;
    private final Findings findings = new Findings();

    MySqlCheck(Connection connection, MySqlTarget target) {
        this.connection = connection;
        this.target = target;
    }

    /**
     * Checks server, account, table and DDL.
     *
     * @return what the official connector has to know beside the options that it has
     * @throws ValidationException with everything that is wrong
     */
    Map<String, String> run(ResolvedSchema ddl) throws SQLException {
        checkVariables();
        checkGrants();
        Map<String, String> more = new HashMap<>();
        ServerZone zone = ServerZone.of(connection, target.options());
        zone.checkInto(findings);
        zone.option().ifPresent(name -> more.put(ServerZone.OPTION, name));
        MySqlTable table = readTable(zone);
        if (table != null) {
            checkTable(table, ddl);
            if (ddl.getPrimaryKey().isEmpty()
                    && !table.upstream().key().isEmpty()
                    && !target.options().containsKey(CHUNK_KEY)) {
                more.put(CHUNK_KEY, table.upstream().key().get(0));
            }
        }
        throwFindings();
        return more;
    }

    /**
     * The table's own columns and key, for a DDL that leaves them out.
     *
     * @throws ValidationException if there is no such table
     */
    ResolvedSchema detect() throws SQLException {
        MySqlTable table = readTable(ServerZone.of(connection, target.options()));
        throwFindings();
        return table == null ? ResolvedSchema.of() : table.upstream().schema();
    }

    private void throwFindings() {
        findings.throwIfAny(
                LaminarMySqlCdcTableFactory.IDENTIFIER, target.table().toString(), target.server());
    }

    private void checkVariables() throws SQLException {
        Map<String, String> variables = variables();
        if (!"ON".equals(variables.get("log_bin"))) {
            findings.add(MySqlCdcErrors.noBinaryLog(), MySqlCdcErrors.logChanges());
        }
        mustBe(variables, "binlog_format", "ROW");
        mustBe(variables, "binlog_row_image", "FULL");
        mustBe(variables, "binlog_row_value_options", "");
    }

    private void mustBe(Map<String, String> variables, String name, String value) {
        String actual = variables.getOrDefault(name, value).toUpperCase(Locale.ROOT);
        if (!actual.equals(value)) {
            findings.add(
                    MySqlCdcErrors.badVariable(name, actual, value),
                    MySqlCdcErrors.setVariable(name, value));
        }
    }

    private Map<String, String> variables() throws SQLException {
        Map<String, String> variables = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('log_bin',"
                                        + " 'binlog_format', 'binlog_row_image',"
                                        + " 'binlog_row_value_options')")) {
            while (result.next()) {
                variables.put(result.getString(1).toLowerCase(Locale.ROOT), result.getString(2));
            }
        }
        return variables;
    }

    private void checkGrants() throws SQLException {
        MySqlGrants grants = MySqlGrants.read(connection);
        List<String> missing = grants.missingForReplication();
        if (!missing.isEmpty()) {
            findings.add(
                    MySqlCdcErrors.privilegesMissing(grants.account(), missing, "*.*"),
                    MySqlCdcErrors.grant(grants.account(), missing, "*.*"));
        }
    }

    private @Nullable MySqlTable readTable(ServerZone zone) throws SQLException {
        MySqlTableName name = target.table();
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT * FROM " + name.quoted() + " LIMIT 0").close();
        } catch (SQLException e) {
            if (MySqlCdcErrors.isDenied(e)) {
                String account = MySqlGrants.read(connection).account();
                findings.add(
                        MySqlCdcErrors.privilegesMissing(account, List.of("SELECT"), name.quoted()),
                        MySqlCdcErrors.grant(account, List.of("SELECT"), name.quoted()));
                return null;
            }
            if (MySqlCdcErrors.isMissing(e)) {
                List<String> tables = MySqlTable.names(connection, name.database());
                findings.add(
                        MySqlCdcErrors.tableMissing(name),
                        MySqlCdcErrors.takeTable(NearestWord.to(name.table(), tables), tables));
                return null;
            }
            throw e;
        }
        return MySqlTable.read(connection, name, new MySqlTypes(zone.effective()));
    }

    private void checkTable(MySqlTable table, ResolvedSchema ddl) {
        if (table.isView()) {
            findings.add(MySqlCdcErrors.isView(table.upstream().name()), MySqlCdcErrors.takeBase());
            return;
        }
        if (table.upstream().key().isEmpty()
                && !target.options().containsKey(CHUNK_KEY)
                && !"false".equalsIgnoreCase(target.options().get(INCREMENTAL))) {
            findings.add(
                    MySqlCdcErrors.keyMissing(table.upstream().name()),
                    MySqlCdcErrors.addKey(table.upstream().name()));
        }
        DdlCheck.run(ddl, table.upstream(), findings);
    }
}
