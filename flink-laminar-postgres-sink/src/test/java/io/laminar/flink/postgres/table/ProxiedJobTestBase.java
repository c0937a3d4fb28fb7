// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import io.laminar.flink.testing.PostgresFaultProxy;
import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** For jobs whose metrics are kept, and that may reach the server by a proxy. */
abstract class ProxiedJobTestBase {

    @RegisterExtension private static final MiniClusterExtension CLUSTER = KeptMetrics.cluster();

    final PostgresServer server;
    final PostgresFaultProxy proxy;
    StreamTableEnvironment sql;

    ProxiedJobTestBase() throws IOException {
        server = PostgresServer.shared();
        proxy = new PostgresFaultProxy(server);
    }

    @BeforeEach
    void createEnvironment() {
        KeptMetrics.clear();
        sql = KeptMetrics.environment();
    }

    @AfterEach
    void closeProxy() throws IOException {
        proxy.close();
    }
}
