// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts of Flink SQL.
 *
 * <p>Each statement takes effect at its place, with two exceptions: every {@code INSERT}, alone or
 * in a statement set, is checked at its place and then kept; after the last statement all of them
 * start as <b>one</b> job, so that a table that several of them read is read once. The job gets the
 * settings that are in force at the script's end, and a checkpoint every 10 s if they don't say
 * otherwise. {@code SELECT}, {@code SHOW}, {@code DESCRIBE} and {@code EXPLAIN} print their rows,
 * and the script goes on when they are all there.
 *
 * <p>Threads: one at a time; only {@link #stop} may be called by another.
 */
@Internal
public final class ScriptRunner {

    /**
     * A sink that is exactly-once shows its rows after a checkpoint: without any it would show
     * none. Queries get no such default: theirs would come out only every ten seconds.
     */
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

    private final FlinkTarget target;
    private final PrintWriter out;
    private final ScriptStop stop = new ScriptStop();

    /**
     * @param target the Flink that runs the jobs; stays open
     * @param out where rows are printed; stays open
     */
    public ScriptRunner(FlinkTarget target, PrintWriter out) {
        this.target = target;
        this.out = out;
    }

    /**
     * Runs a script.
     *
     * @return the job of its INSERT statements, started; empty if it has none, or if the script was
     *     stopped before
     * @throws ScriptException if a statement is refused or the job can't be started; the statements
     *     before it have been carried out
     */
    public Optional<RunningJob> run(SqlScript script) {
        return run(script, null);
    }

    /**
     * Runs a script whose job goes on from a savepoint or retained checkpoint.
     *
     * @param savepoint its path; null starts with empty state
     * @throws ScriptException as {@link #run(SqlScript)}
     */
    public Optional<RunningJob> run(SqlScript script, @Nullable String savepoint) {
        try (SqlSession session = new SqlSession(target)) {
            Inserts inserts = new Inserts();
            StatementExecutor executor =
                    new StatementExecutor(
                            session,
                            inserts,
                            new ResultPrinter(out, stop),
                            () -> submission(session));
            for (SqlStatement statement : script.statements()) {
                try {
                    if (!stop.isRequested()) {
                        executor.execute(statement);
                    }
                } catch (RefusedStatementException e) {
                    throw ScriptErrors.refusedByRunner(script.fileName(), statement, e.problem());
                } catch (ScriptException e) {
                    throw e;
                } catch (Exception e) {
                    if (!stop.isRequested()) {
                        throw ScriptErrors.refused(script.fileName(), statement, e);
                    }
                }
            }
            inserts.checkClosed(script);
            return inserts.isEmpty() || stop.isRequested()
                    ? Optional.empty()
                    : Optional.of(start(script, session, inserts, savepoint));
        } catch (ScriptException e) {
            throw e;
        } catch (Exception e) {
            throw ScriptErrors.notSubmitted(script.fileName(), e);
        }
    }

    /**
     * Stops a script that runs: a query that prints rows is cancelled, and nothing after it is
     * carried out. A job that {@link #run} has returned goes on.
     */
    public void stop() {
        stop.request();
    }

    private RunningJob start(
            SqlScript script, SqlSession session, Inserts inserts, @Nullable String savepoint)
            throws Exception {
        Configuration submission = submission(session);
        if (!session.settings().contains(CheckpointingOptions.CHECKPOINTING_INTERVAL)) {
            submission.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        }
        if (savepoint != null) {
            SavepointRestoreSettings.toConfiguration(
                    SavepointRestoreSettings.forPath(savepoint), submission);
        }
        JobID job = inserts.start(script, session.environment(submission));
        Configuration connection = target.complete(session.settings());
        connection.addAll(submission);
        return new RunningJob(
                job, target.start(session.settings()), session.settings(), connection);
    }

    /** Where jobs go; starts the target. */
    private Configuration submission(SqlSession session) {
        URI address = target.start(session.settings());
        Configuration submission = new Configuration();
        submission.set(DeploymentOptions.TARGET, "remote");
        submission.set(RestOptions.ADDRESS, address.getHost());
        submission.set(RestOptions.PORT, address.getPort());
        return submission;
    }
}
