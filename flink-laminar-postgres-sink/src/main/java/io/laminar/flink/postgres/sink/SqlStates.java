// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import java.sql.SQLException;

/** The error codes that the sink acts on (PostgreSQL documentation, appendix A). */
final class SqlStates {

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String UNDEFINED_OBJECT = "42704";
    private static final String OBJECT_NOT_IN_PREREQUISITE_STATE = "55000";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private SqlStates() {}

    static boolean isLockTimeout(SQLException e) {
        return LOCK_NOT_AVAILABLE.equals(e.getSQLState());
    }

    /** There is no prepared transaction of this name. */
    static boolean isUnknownTransaction(SQLException e) {
        return UNDEFINED_OBJECT.equals(e.getSQLState());
    }

    /** Another session is finishing this prepared transaction right now. */
    static boolean isBusyTransaction(SQLException e) {
        return OBJECT_NOT_IN_PREREQUISITE_STATE.equals(e.getSQLState());
    }

    static boolean isNotPermitted(SQLException e) {
        return INSUFFICIENT_PRIVILEGE.equals(e.getSQLState());
    }

    /** Whether the same statement may well succeed a little later, on a new connection. */
    static boolean isTransient(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("40")
                        || state.startsWith("53")
                        || state.startsWith("57P")
                        || isBusyTransaction(e));
    }
}
