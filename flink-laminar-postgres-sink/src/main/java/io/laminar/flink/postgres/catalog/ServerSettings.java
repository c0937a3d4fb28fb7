// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import java.sql.SQLException;
import org.apache.flink.annotation.Internal;

/** What the server allows us. */
@Internal
public final class ServerSettings {

    private static final String INVALID_AUTHORIZATION = "28";
    private static final String INVALID_CATALOG_NAME = "3D";

    /** The driver's own: a password is asked for and there is none, for instance. */
    private static final String CONNECTION_REJECTED = "08004";

    private ServerSettings() {}

    /** Whether user, password or database are wrong: nothing that mends itself. */
    public static boolean isRefusal(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && (state.startsWith(INVALID_AUTHORIZATION)
                        || state.startsWith(INVALID_CATALOG_NAME)
                        || state.equals(CONNECTION_REJECTED));
    }
}
