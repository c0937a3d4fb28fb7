// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final JobSnapshot BEGIN =
            new JobSnapshot("ab", JobStatus.CREATED, Duration.ZERO, 0, 0, 0, 0, 0);
    private static final JobSnapshot LATER =
            BEGIN.next(JobStatus.RUNNING, Duration.ofSeconds(3724), 7_448_000, 3724, 12);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void ratesAreTakenSinceTheSnapshotBefore() {
        JobSnapshot next =
                LATER.next(JobStatus.RUNNING, Duration.ofMillis(3_726_500), 7_448_500, 3729, 13);
        assertThat(next.recordsInPerSecond()).isEqualTo(200);
        assertThat(next.recordsOutPerSecond()).isEqualTo(2);
    }

    @Test
    void countersThatBeginAtZeroAfterARestartGiveNoNegativeRate() {
        JobSnapshot next = LATER.next(JobStatus.RUNNING, Duration.ofSeconds(3734), 100, 10, 12);
        assertThat(next.recordsInPerSecond()).isEqualTo(10);
        assertThat(next.recordsOutPerSecond()).isEqualTo(1);
    }

    @Test
    void aTerminalShowsOneLineThatIsWrittenOver() {
        TerminalProgress progress = new TerminalProgress(new PrintWriter(out));
        progress.report(BEGIN);
        progress.report(LATER);
        progress.say("Note.");
        progress.end(LATER, "Finished.");
        String line = "RUNNING  1:02:04  in 7,448,000 (2,000/s)  out 3,724 (1/s)  checkpoints 12";
        assertThat(out.toString())
                .isEqualToNormalizingNewlines(
                        "\r\u001b[KCREATED  0:00:00  in 0 (0/s)  out 0 (0/s)  checkpoints 0"
                                + ("\r\u001b[K" + line)
                                + "\r\u001b[KNote.\n"
                                + ("\r\u001b[K" + line)
                                + "\nFinished.\n");
    }

    @Test
    void aProgramGetsLinesOfJsonAndSentencesOnTheErrorOutput() throws Exception {
        JsonProgress progress =
                new JsonProgress(
                        new PrintWriter(out), new PrintWriter(err), Duration.ofSeconds(10));
        progress.report(LATER);
        progress.say("Note.");
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(out.toString());
        assertThat(json.remove("time")).isNotNull();
        assertThat(json.toString())
                .isEqualTo(
                        "{\"job\":\"ab\",\"state\":\"RUNNING\",\"seconds\":3724,"
                                + "\"records_in\":7448000,\"records_in_per_second\":2000,"
                                + "\"records_out\":3724,\"records_out_per_second\":1,"
                                + "\"checkpoints\":12}");
        assertThat(err.toString()).isEqualToNormalizingNewlines("Note.\n");
    }
}
