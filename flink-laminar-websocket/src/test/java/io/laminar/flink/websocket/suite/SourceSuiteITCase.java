// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.suite;

import java.util.concurrent.TimeUnit;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.environment.TestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.source.DataStreamSourceExternalContext;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SourceTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.Timeout;

/**
 * Flink's tests of a source, on servers that can replay, with {@code resume.field}: a savepoint
 * that is restored with the same, a higher and a lower parallelism, the metrics, and a task manager
 * that fails. They wait for ever for records that don't come, which is why there is a limit.
 *
 * <p>Three of its tests ask for a bounded source, which a feed never is, and are left out: {@code
 * testSourceSingleSplit}, {@code testMultipleSplits} and {@code testIdleReader}, which waits for
 * the job to finish. Without replay none applies: they write before the source is there to read.
 * The tests of several URLs, of idle subtasks and of the at-most-once source are elsewhere.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SourceSuiteITCase extends SourceTestSuiteBase<String> {

    @TestEnv final MiniClusterTestEnvironment environment = new MiniClusterTestEnvironment();

    @TestSemantics final CheckpointingMode[] semantics = {CheckpointingMode.AT_LEAST_ONCE};

    @TestContext final ExternalContextFactory<FeedContext> contexts = test -> FeedContext.create();

    /** Not a test here: see above. */
    @Override
    public void testSourceSingleSplit(
            TestEnvironment testEnv,
            DataStreamSourceExternalContext<String> externalContext,
            CheckpointingMode semantic) {}

    /** Not a test here: see above. */
    @Override
    public void testMultipleSplits(
            TestEnvironment testEnv,
            DataStreamSourceExternalContext<String> externalContext,
            CheckpointingMode semantic) {}

    /** Not a test here: see above. */
    @Override
    public void testIdleReader(
            TestEnvironment testEnv,
            DataStreamSourceExternalContext<String> externalContext,
            CheckpointingMode semantic) {}
}
