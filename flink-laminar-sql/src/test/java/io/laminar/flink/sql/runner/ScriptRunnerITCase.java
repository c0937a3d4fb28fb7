// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptRunnerITCase {

    @TempDir Path dir;

    private final FlinkTarget flink = FlinkTarget.embedded(new Configuration());
    private final StringWriter printed = new StringWriter();
    private final ScriptRunner runner = new ScriptRunner(flink, new PrintWriter(printed));

    @AfterEach
    void close() {
        flink.close();
    }

    @Test
    void runsAllInsertsAsOneJobThatReadsTheSourceOnce() throws Exception {
        SqlScript script =
                SqlScript.parse(
                        """
                        CREATE TABLE numbers (id BIGINT) WITH (
                          'connector' = 'datagen', 'rows-per-second' = '1000');
                        CREATE TABLE a (id BIGINT) WITH ('connector' = 'blackhole');
                        CREATE TABLE b (id BIGINT) WITH ('connector' = 'blackhole');
                        CREATE TABLE c (id BIGINT) WITH ('connector' = 'blackhole');
                        INSERT INTO a SELECT id FROM numbers;
                        SET 'parallelism.default' = '1';
                        EXECUTE STATEMENT SET BEGIN
                          INSERT INTO b SELECT id FROM numbers WHERE id > 0;
                        END;
                        BEGIN STATEMENT SET;
                        INSERT INTO c SELECT id + 1 FROM numbers;
                        END;
                        """,
                        "script.sql");
        try (RunningJob job = runner.run(script).orElseThrow()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> job.recordsOutOfSources() > 2000);
            List<OperatorRecords> operators = job.operators();
            System.err.println(operators);
            assertThat(operators)
                    .filteredOn(operator -> operator.role() == OperatorRecords.Role.SOURCE)
                    .hasSize(1);
            await().until(() -> job.completedCheckpoints() > 0);
            String s = job.stopWithDrain(dir.toString());
            System.err.println(s + " " + job.status() + job.awaitTermination() + job.operators());
        }
    }
}
