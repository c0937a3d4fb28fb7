// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.e2e.cluster.OnEachFlinkVersion;
import io.laminar.flink.e2e.cluster.StandaloneCluster;
import io.laminar.flink.testing.PostgresServer;

/**
 * What users see in the SQL client when they get something wrong: our text, before anything runs.
 */
class BadInputITCase {

    @OnEachFlinkVersion
    void unknownOptionIsAnsweredWithTheNearestOne(StandaloneCluster cluster) throws Exception {
        assertThat(
                        refusal(
                                cluster,
                                """
                                CREATE TABLE feed (id BIGINT) WITH (
                                  'connector' = 'websocket',
                                  'url' = 'ws://127.0.0.1:1/',
                                  'reconect.max_retries' = '3',
                                  'format' = 'json');
                                CREATE TABLE nowhere (id BIGINT) WITH ('connector' = 'blackhole');
                                INSERT INTO nowhere SELECT id FROM feed;
                                """))
                .contains("reconect.max_retries", "Did you mean 'reconnect.max_retries'?");
    }

    @OnEachFlinkVersion
    void missingUrlIsNamed(StandaloneCluster cluster) throws Exception {
        assertThat(
                        refusal(
                                cluster,
                                """
                                CREATE TABLE feed (id BIGINT) WITH (
                                  'connector' = 'websocket',
                                  'format' = 'json');
                                CREATE TABLE nowhere (id BIGINT) WITH ('connector' = 'blackhole');
                                INSERT INTO nowhere SELECT id FROM feed;
                                """))
                .contains("'url' is missing. Set it to the server's address");
    }

    @OnEachFlinkVersion
    void tableThatTheServerLacksIsNamed(StandaloneCluster cluster) throws Exception {
        assertThat(
                        refusal(
                                cluster,
                                """
                                CREATE TABLE numbers (id BIGINT) WITH ('connector' = 'datagen');
                                CREATE TABLE lost (id BIGINT) WITH (
                                  'connector' = 'laminar-postgres',
                                  'connection' = '%s',
                                  'table' = 'no_such_table');
                                INSERT INTO lost SELECT id FROM numbers;
                                """
                                        .formatted(PostgresServer.shared().uri())))
                .contains(
                        "the table \"public\".\"no_such_table\" does not exist, or the user may not see it."
                                + " Create it, or mend 'table'");
    }

    private static String refusal(StandaloneCluster cluster, String script) throws Exception {
        return cluster.sqlClient().runRefused(script).text();
    }
}
