// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.suite;

import java.util.concurrent.TimeUnit;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SinkTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.Timeout;

/**
 * Flink's tests of a sink: a bounded job, a savepoint that is restored with the same, a higher and
 * a lower parallelism, and the metrics. They wait for ever for rows that don't come, which is why
 * there is a limit.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class SinkSuite extends SinkTestSuiteBase<String> {

    @TestEnv final MiniClusterTestEnvironment environment = new MiniClusterTestEnvironment();

    @TestSemantics final CheckpointingMode[] semantics;

    @TestContext final ExternalContextFactory<TableContext> contexts;

    /**
     * @param semantics by which the suite judges the table
     * @param ddl the columns of the table
     * @param settings of the sink
     */
    SinkSuite(CheckpointingMode semantics, String ddl, TableContext.Settings settings) {
        this.semantics = new CheckpointingMode[] {semantics};
        this.contexts = test -> TableContext.create(ddl, settings);
    }
}
