// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** A Flink job in this process: {@code INSERT INTO black hole SELECT * FROM feed}. */
final class FeedJob implements FeedReader {

    private static final String JSON_COLUMNS =
            BenchMessages.ROW_TYPE.getFields().stream()
                    .map(field -> field.getName() + " " + field.getType().asSummaryString())
                    .collect(Collectors.joining(", "));

    /** Who reads, and into what. */
    enum Reader {
        LAMINAR_JSON("websocket", "json", JSON_COLUMNS),
        LAMINAR_RAW("websocket", "raw", "payload BYTES"),
        JAVA_WEBSOCKET_JSON("bench-java-websocket", "json", JSON_COLUMNS);

        private final String connector;
        private final String format;
        private final String columns;

        Reader(String connector, String format, String columns) {
            this.connector = connector;
            this.format = format;
            this.columns = columns;
        }
    }

    private final JobClient job;
    private final CompletableFuture<JobExecutionResult> result;

    private FeedJob(JobClient job) {
        this.job = job;
        this.result = job.getJobExecutionResult();
    }

    static FeedJob start(Reader reader, String url) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(1);
        StreamTableEnvironment sql = StreamTableEnvironment.create(environment);
        sql.executeSql(
                String.format(
                        "CREATE TABLE feed (%s) WITH ('connector' = '%s', 'url' = '%s', 'format' ="
                                + " '%s')",
                        reader.columns, reader.connector, url, reader.format));
        sql.executeSql(
                String.format(
                        "CREATE TABLE black_hole (%s) WITH ('connector' = 'bench-black-hole')",
                        reader.columns));
        BlackHole.forget();
        return new FeedJob(
                sql.executeSql("INSERT INTO black_hole SELECT * FROM feed")
                        .getJobClient()
                        .orElseThrow());
    }

    @Override
    public long count() throws IOException {
        if (result.isDone()) {
            try {
                result.get();
                throw new IOException("The job ended by itself.");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            } catch (ExecutionException e) {
                throw new IOException("The job failed.", e);
            }
        }
        return BlackHole.count();
    }

    @Override
    public void close() throws InterruptedException {
        try {
            job.cancel().get();
            // Cancelled, it has no result.
            result.exceptionally(cancelled -> null).get();
        } catch (ExecutionException endedBefore) {
            // Whoever asked for the count has heard of it.
        }
    }
}
