// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import org.postgresql.PGConnection;

/** What the driver has behind a pool: a connection whose process id the pool made up. */
final class PooledConnection {

    private static final int MADE_UP_PID = -1;

    private PooledConnection() {}

    static Connection over(Connection direct) {
        return (Connection)
                Proxy.newProxyInstance(
                        PooledConnection.class.getClassLoader(),
                        new Class<?>[] {Connection.class, PGConnection.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("getBackendPID")) {
                                return MADE_UP_PID;
                            }
                            if (method.getName().equals("unwrap")) {
                                return proxy;
                            }
                            try {
                                return method.invoke(direct, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
