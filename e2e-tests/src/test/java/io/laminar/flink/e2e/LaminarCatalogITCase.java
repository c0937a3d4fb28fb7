// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.e2e.cluster.OnEachFlinkVersion;
import io.laminar.flink.e2e.cluster.SqlClientOutput;
import io.laminar.flink.e2e.cluster.StandaloneCluster;
import io.laminar.flink.testing.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The catalog in the SQL client, whose sessions live in the gateway. */
class LaminarCatalogITCase {

    @TempDir private Path folder;

    @OnEachFlinkVersion
    void keepsTablesFromOneSessionToTheNextAndShowsNoSecret(StandaloneCluster cluster)
            throws Exception {
        PostgresServer postgres = PostgresServer.shared();
        postgres.execute("DROP TABLE IF EXISTS kept; CREATE TABLE kept (id bigint)");
        String catalog =
                """
                CREATE CATALOG laminar WITH ('type' = 'laminar', 'store' = '%s');
                USE CATALOG laminar;
                """
                        .formatted(folder.toUri());
        SqlClientOutput first =
                cluster.sqlClient()
                        .run(
                                catalog
                                        + """
                                CREATE TABLE kept (id BIGINT) WITH (
                                  'connector' = 'postgres', 'connection' = '%s', 'table' = 'kept');
                                SHOW CREATE TABLE kept;
                                """
                                                .formatted(postgres.uri()));
        assertThat(first.text())
                .contains("//postgres:${secret:laminar.default.kept/connection}@127.0.0.1")
                .contains("'connector' = 'laminar-postgres'");

        // Behind the echo of the script, in which the password stands, there is no password.
        SqlClientOutput second =
                cluster.sqlClient()
                        .run(
                                catalog
                                        + """
                                LOAD MODULE laminar;
                                CREATE TEMPORARY TABLE briefly (id BIGINT) WITH (
                                  'connector' = 'postgres', 'hostname' = '127.0.0.1',
                                  'port' = '%d', 'database' = 'postgres',
                                  'username' = 'postgres', 'table' = 'kept');
                                SHOW CREATE TABLE kept;
                                SET 'table.dml-sync' = 'true';
                                INSERT INTO kept VALUES (1), (2);
                                INSERT INTO briefly VALUES (3);
                                """
                                                .formatted(postgres.port()));
        assertThat(second.text()).doesNotContain("trusted");
        assertThat(postgres.query("SELECT id FROM kept ORDER BY id"))
                .extracting(row -> row.get(0))
                .containsExactly(1L, 2L, 3L);
    }
}
