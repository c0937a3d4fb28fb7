// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** A line of JSON at an interval, for programs; sentences go to the error output. */
final class JsonProgress implements Progress {

    private final ObjectMapper mapper = new ObjectMapper();
    private final PrintWriter out;
    private final PrintWriter err;
    private final Duration interval;

    JsonProgress(PrintWriter out, PrintWriter err, Duration interval) {
        this.out = out;
        this.err = err;
        this.interval = interval;
    }

    @Override
    public long intervalMillis() {
        return interval.toMillis();
    }

    @Override
    public void report(JobSnapshot snapshot) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        line.put("job", snapshot.job());
        line.put("state", snapshot.state().name());
        line.put("seconds", snapshot.running().toSeconds());
        line.put("records_in", snapshot.recordsIn());
        line.put("records_in_per_second", Math.round(snapshot.recordsInPerSecond()));
        line.put("records_out", snapshot.recordsOut());
        line.put("records_out_per_second", Math.round(snapshot.recordsOutPerSecond()));
        line.put("checkpoints", snapshot.checkpoints());
        try {
            out.println(mapper.writeValueAsString(line));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        out.flush();
    }

    @Override
    public void say(String sentence) {
        err.println(sentence);
    }

    @Override
    public void end(JobSnapshot snapshot, String sentence) {
        report(snapshot);
        say(sentence);
    }
}
