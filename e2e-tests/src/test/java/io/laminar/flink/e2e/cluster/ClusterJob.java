// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.cluster;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;

/** A job on a cluster, watched and stopped through Flink's REST API. */
public final class ClusterJob {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Set<String> ENDED = Set.of("FINISHED", "FAILED", "CANCELED");

    private final RestClient rest;
    private final String path;

    ClusterJob(RestClient rest, String id) {
        this.rest = rest;
        this.path = "/jobs/" + id;
    }

    /** Waits until every task runs. */
    public void awaitRunning() {
        awaitState(
                "RUNNING",
                () -> {
                    for (JsonNode vertex : rest.get(path).path("vertices")) {
                        if (!vertex.path("status").asText().equals("RUNNING")) {
                            return false;
                        }
                    }
                    return state().equals("RUNNING");
                });
    }

    /** Waits until the job has done all its work. */
    public void awaitFinished() {
        awaitState("FINISHED", () -> state().equals("FINISHED"));
    }

    /** Waits until {@code count} more checkpoints are complete than now. */
    public void awaitCheckpoints(int count) throws IOException, InterruptedException {
        int wanted = completedCheckpoints() + count;
        awaitState(wanted + " checkpoints", () -> completedCheckpoints() >= wanted);
    }

    public int completedCheckpoints() throws IOException, InterruptedException {
        return rest.get(path + "/checkpoints").path("counts").path("completed").asInt();
    }

    /** Stops the job with a savepoint and a drain, so that its last transactions are committed. */
    public void stopWithDrain() throws IOException, InterruptedException {
        String trigger = rest.post(path + "/stop", "{\"drain\":true}").path("request-id").asText();
        awaitState(
                "stopped with a savepoint",
                () -> {
                    JsonNode answer = rest.get(path + "/savepoints/" + trigger);
                    JsonNode failure = answer.path("operation").path("failure-cause");
                    if (!failure.isMissingNode()) {
                        throw new IOException("The savepoint failed: " + failure.toPrettyString());
                    }
                    return answer.path("status").path("id").asText().equals("COMPLETED")
                            && state().equals("FINISHED");
                });
    }

    /** Whatever state it is in; nothing happens if it has ended. */
    public void cancel() throws IOException, InterruptedException {
        if (!ENDED.contains(state())) {
            rest.patch(path);
            awaitState("CANCELED", () -> ENDED.contains(state()));
        }
    }

    /** The newest failure of the job with its causes, as far as the job manager remembers. */
    public String failures() throws IOException, InterruptedException {
        JsonNode entries = rest.get(path + "/exceptions").path("exceptionHistory").path("entries");
        StringBuilder text = new StringBuilder();
        entries.forEach(entry -> text.append(entry.path("stacktrace").asText()).append('\n'));
        return text.toString();
    }

    private String state() throws IOException, InterruptedException {
        return rest.get(path).path("state").asText();
    }

    private void awaitState(String wanted, Callable<Boolean> reached) {
        try {
            await(wanted).atMost(PATIENCE).pollInterval(POLL).until(reached);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    String.format("The job is not %s after %s. %s", wanted, PATIENCE, describe()),
                    e);
        }
    }

    private String describe() {
        try {
            return "It is " + state() + "; its failures:\n" + failures();
        } catch (IOException e) {
            return "Nor can it be asked: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "Interrupted.";
        }
    }
}
