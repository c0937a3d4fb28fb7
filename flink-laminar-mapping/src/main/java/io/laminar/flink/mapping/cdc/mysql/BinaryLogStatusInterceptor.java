// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import com.mysql.cj.MysqlConnection;
import com.mysql.cj.Query;
import com.mysql.cj.interceptors.QueryInterceptor;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.log.Log;
import com.mysql.cj.protocol.Resultset;
import com.mysql.cj.protocol.ServerSession;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.flink.annotation.Internal;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Lets the official connector read MySQL 8.4 and later, which no longer know the statement {@code
 * SHOW MASTER STATUS}: it gets the answer of {@code SHOW BINARY LOG STATUS}, which has the same
 * columns. Does nothing on older servers and on MariaDB.
 *
 * <p>Connector/J makes one a connection by the class's name, and calls it on the connection's
 * thread.
 */
@Internal
public final class BinaryLogStatusInterceptor implements QueryInterceptor {

    private static final String OLD = "SHOW MASTER STATUS";
    private static final String NEW = "SHOW BINARY LOG STATUS";

    /** MySQL 8.4, as major and minor version. */
    private static final int FIRST_MAJOR = 8;

    private static final int FIRST_MINOR = 4;

    private @Nullable JdbcConnection connection;

    @Override
    public QueryInterceptor init(MysqlConnection connection, Properties properties, Log log) {
        this.connection = (JdbcConnection) connection;
        return this;
    }

    // The driver's own interface is made so; each of its results is what T may be.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    @Override
    public <T extends Resultset> @Nullable T preProcess(Supplier<String> sql, Query query) {
        if (connection == null || !OLD.equalsIgnoreCase(String.valueOf(sql.get()).trim())) {
            return null;
        }
        try {
            if (!lacksOld(connection.getMetaData())) {
                return null;
            }
            Statement statement = connection.createStatement();
            // It goes with its result, which the caller closes.
            statement.closeOnCompletion();
            return (T) statement.executeQuery(NEW);
        } catch (SQLException e) {
            throw new FlinkRuntimeException(NEW + " failed: " + e.getMessage(), e);
        }
    }

    private static boolean lacksOld(DatabaseMetaData server) throws SQLException {
        int major = server.getDatabaseMajorVersion();
        boolean isLater =
                major > FIRST_MAJOR
                        || (major == FIRST_MAJOR
                                && server.getDatabaseMinorVersion() >= FIRST_MINOR);
        return isLater && !server.getDatabaseProductVersion().contains("MariaDB");
    }

    @Override
    public boolean executeTopLevelOnly() {
        return true;
    }

    @Override
    public void destroy() {
        connection = null;
    }

    @Override
    public <T extends Resultset> T postProcess(
            Supplier<String> sql, Query query, T result, ServerSession session) {
        return result;
    }
}
