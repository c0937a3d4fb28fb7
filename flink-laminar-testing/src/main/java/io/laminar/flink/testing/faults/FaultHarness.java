// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import io.laminar.flink.testing.FlinkCluster;
import io.laminar.flink.testing.PgBouncerServer;
import io.laminar.flink.testing.PostgresFaultProxy;
import io.laminar.flink.testing.PostgresServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a sink through planned faults and counts what arrives.
 *
 * <p>Each run has a schema, a proxy and a job of its own; server and cluster are shared. A fault is
 * done while the connection that reached its moment is held, so it hits exactly there.
 *
 * <p>Threads: one run at a time. Life cycle: owns nothing between runs.
 */
public final class FaultHarness {

    private static final Logger LOG = LoggerFactory.getLogger(FaultHarness.class);

    /** How many times the plan's rows a job may have. */
    private static final int LONGEST = 4;

    private final PostgresServer server;
    private final @Nullable PgBouncerServer pool;
    private final FlinkCluster cluster;
    private final SinkUnderTest sink;

    private int runs;

    /**
     * @param cluster needs two task managers, and slots for three subtasks while one is away
     */
    public FaultHarness(PostgresServer server, FlinkCluster cluster, SinkUnderTest sink) {
        this(server, null, cluster, sink);
    }

    /**
     * @param pool through which the sink comes to the server; null for none
     */
    public FaultHarness(
            PostgresServer server,
            @Nullable PgBouncerServer pool,
            FlinkCluster cluster,
            SinkUnderTest sink) {
        this.server = server;
        this.pool = pool;
        this.cluster = cluster;
        this.sink = sink;
    }

    /**
     * Runs the plan to the end of the job and counts. A job that ended before all faults had come
     * to pass (on a busy machine fewer checkpoints fit into it) proves nothing: it is run again
     * with more rows, and the result says so if even the longest was too short.
     *
     * @throws IllegalStateException if the job fails for good or does not end
     */
    public RunResult run(RunPlan plan) throws Exception {
        RunResult result = runOnce(plan);
        for (int longer = 2; longer <= LONGEST && result.lacksFaultsOnly(); longer *= 2) {
            LOG.info("Too short, it is run again with more rows: {}", result);
            result = runOnce(plan.timesRows(longer));
        }
        LOG.info("Result: {}", result);
        return result;
    }

    private RunResult runOnce(RunPlan plan) throws Exception {
        try (RunSchema schema = new RunSchema(server, "run_" + ++runs, plan.kind());
                PostgresFaultProxy proxy = proxy()) {
            ExpectedRows expected = new ExpectedRows(server, schema.table(), plan);
            FaultTrigger trigger = new FaultTrigger(plan.faults());
            proxy.listen(trigger);
            FaultRun run =
                    new FaultRun(
                            plan,
                            server,
                            cluster,
                            proxy,
                            trigger,
                            expected,
                            new JobOfRun(cluster, plan, sink, uri(proxy), schema.table()));
            run.runToTheEnd();
            ExpectedRows.Difference difference = expected.difference();
            return new RunResult(
                    plan,
                    difference.lost(),
                    difference.doubled(),
                    expected.repeated(),
                    schema.leftBehind(),
                    schema.bookRows(),
                    run.neverFired());
        }
    }

    private PostgresFaultProxy proxy() throws Exception {
        return pool == null
                ? new PostgresFaultProxy(server)
                : new PostgresFaultProxy(pool.host(), pool.port());
    }

    private String uri(PostgresFaultProxy proxy) {
        return server.uri(proxy.port(), "postgres");
    }
}
