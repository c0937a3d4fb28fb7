// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.mapping;

import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** A job that reads the filled topic to its end. */
enum KafkaJob {
    /** Into nothing. */
    SOURCE("source") {
        @Override
        String sink(KafkaConnector connector, String bootstrapServers) {
            return "'connector' = 'blackhole'";
        }
    },
    /** Into another topic. */
    COPY("copy") {
        @Override
        String sink(KafkaConnector connector, String bootstrapServers) {
            return connector.options(bootstrapServers, BenchTopics.TARGET);
        }
    };

    private static final String COLUMNS =
            "(id BIGINT, device STRING, place STRING, degrees DOUBLE, ok BOOLEAN)";

    private final String name;

    KafkaJob(String name) {
        this.name = name;
    }

    abstract String sink(KafkaConnector connector, String bootstrapServers);

    /** Runs it; returns how long it ran, in milliseconds. */
    long run(KafkaConnector connector, String bootstrapServers, int parallelism)
            throws InterruptedException, ExecutionException {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(parallelism);
        StreamTableEnvironment sql = StreamTableEnvironment.create(environment);
        sql.executeSql(
                "CREATE TABLE readings %s WITH (%s)"
                        .formatted(
                                COLUMNS,
                                connector.options(bootstrapServers, BenchTopics.READINGS)));
        sql.executeSql(
                "CREATE TABLE target %s WITH (%s)"
                        .formatted(COLUMNS, sink(connector, bootstrapServers)));
        return sql.executeSql("INSERT INTO target SELECT * FROM readings")
                .getJobClient()
                .orElseThrow()
                .getJobExecutionResult()
                .get()
                .getNetRuntime();
    }

    @Override
    public String toString() {
        return name;
    }
}
