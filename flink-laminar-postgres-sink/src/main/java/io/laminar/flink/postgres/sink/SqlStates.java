// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import java.sql.SQLException;
import java.sql.SQLNonTransientException;

/** The error codes that the sink acts on (PostgreSQL documentation, appendix A). */
final class SqlStates {

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String UNDEFINED_OBJECT = "42704";
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String OBJECT_NOT_IN_PREREQUISITE_STATE = "55000";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String QUERY_CANCELED = "57014";

    /** Such as a value too long for its index. */
    private static final String PROGRAM_LIMIT_EXCEEDED = "54000";

    /** The server ended the session, because nothing was heard of us amid a transaction. */
    private static final String IDLE_IN_TRANSACTION = "25P03";

    /** Of class 08 as lost connections are, but said of a binary value of another length, too. */
    private static final String PROTOCOL_VIOLATION = "08P01";

    private SqlStates() {}

    static boolean isLockTimeout(SQLException e) {
        return LOCK_NOT_AVAILABLE.equals(e.getSQLState());
    }

    /** There is no prepared transaction of this name. */
    static boolean isUnknownTransaction(SQLException e) {
        return UNDEFINED_OBJECT.equals(e.getSQLState());
    }

    /** Said of COMMIT PREPARED: another session is finishing that transaction right now. */
    static boolean isBusyTransaction(SQLException e) {
        return OBJECT_NOT_IN_PREREQUISITE_STATE.equals(e.getSQLState());
    }

    static boolean isUndefinedTable(SQLException e) {
        return UNDEFINED_TABLE.equals(e.getSQLState());
    }

    /** By its time-out as a rule; an administrator can do it too. */
    static boolean isCancelled(SQLException e) {
        return QUERY_CANCELED.equals(e.getSQLState());
    }

    static boolean isNotPermitted(SQLException e) {
        return INSUFFICIENT_PRIVILEGE.equals(e.getSQLState());
    }

    /** A value or a constraint is the matter, or a trigger that raised an exception. */
    static boolean isRefusedRow(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && (state.startsWith("22")
                        || state.startsWith("23")
                        || state.startsWith("P0")
                        || state.equals(PROGRAM_LIMIT_EXCEEDED));
    }

    /** The session is gone, and with it its transaction. */
    static boolean isConnectionLost(SQLException e) {
        String state = e.getSQLState();
        return state == null
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.equals(IDLE_IN_TRANSACTION);
    }

    /** Whether the same statement may well succeed a little later, on a new connection. */
    static boolean isTransient(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && !(e instanceof SQLNonTransientException)
                && !PROTOCOL_VIOLATION.equals(state)
                && (state.startsWith("08")
                        || state.startsWith("40")
                        || state.startsWith("53")
                        || state.startsWith("57P")
                        || state.equals(IDLE_IN_TRANSACTION));
    }
}
