// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.mapping;

import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableEnvironment;

/** A script with many tables, planned and not run. */
final class Planning {

    private Planning() {}

    /**
     * Creates as many tables, reads half of them into the other half, and plans that as one job.
     *
     * @return seconds that it took
     */
    static double seconds(int tables, String bootstrapServers) {
        long begin = System.nanoTime();
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        StatementSet job = sql.createStatementSet();
        for (int pair = 0; pair < tables / 2; pair++) {
            for (String side : new String[] {"source", "sink"}) {
                sql.executeSql(
                        "CREATE TABLE %s_%d (id BIGINT, name STRING) WITH (%s)"
                                .formatted(
                                        side,
                                        pair,
                                        KafkaConnector.LAMINAR.options(
                                                bootstrapServers, side + "-" + pair)));
            }
            job.addInsertSql(
                    "INSERT INTO sink_%1$d SELECT id, UPPER(name) FROM source_%1$d WHERE id > 0"
                            .formatted(pair));
        }
        job.explain();
        return (System.nanoTime() - begin) / 1e9;
    }
}
