// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.WireEvent;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StepReaderTest {

    private static final String STAGE = "\"run_1\".\"laminar_0123456789abcdef_1_12_3\"";

    private final StepReader reader = new StepReader();

    private Set<SinkStep> read(long connection, String sql) {
        return reader.read(new WireEvent(WireEvent.Kind.STATEMENT, connection, sql));
    }

    @Test
    void tellsTheStepsOfATwoPhaseEpoch() {
        assertThat(read(1, "BEGIN")).isEmpty();
        assertThat(read(1, "COPY \"run_1\".\"target\" (\"id\") FROM STDIN (FORMAT binary)"))
                .containsExactly(SinkStep.COPY);
        assertThat(read(1, "PREPARE TRANSACTION 'laminar_a_1_2_3'"))
                .containsExactly(SinkStep.PREPARE);
        assertThat(read(2, "COMMIT PREPARED 'laminar_a_1_2_3'"))
                .containsExactly(SinkStep.COMMIT_START, SinkStep.COMMIT);
    }

    @Test
    void tellsTheCommitOfAFlushFromTheCommitOfAnEpoch() {
        assertThat(read(1, "CREATE TABLE " + STAGE + " AS SELECT 1"))
                .containsExactly(SinkStep.STAGE);
        assertThat(read(1, "COMMIT")).isEmpty();
        read(1, "BEGIN");
        assertThat(read(1, "COPY " + STAGE + " FROM STDIN")).containsExactly(SinkStep.COPY);
        assertThat(read(2, "BEGIN")).isEmpty();
        assertThat(read(2, "LOCK TABLE " + STAGE + " IN ACCESS EXCLUSIVE MODE"))
                .containsExactly(SinkStep.COMMIT_START);
        assertThat(read(2, "DELETE FROM \"t\" t USING " + STAGE + " s WHERE s.x < 0"))
                .containsExactly(SinkStep.MOVE);
        assertThat(read(1, "COMMIT")).containsExactly(SinkStep.FLUSH_COMMIT);
        assertThat(read(2, "INSERT INTO \"t\" (\"id\")\nSELECT s.id\nFROM " + STAGE + " s"))
                .containsExactly(SinkStep.MOVE);
        assertThat(read(2, "INSERT INTO \"laminar_sink_committed\" VALUES (?)")).isEmpty();
        assertThat(read(2, "DROP TABLE " + STAGE)).containsExactly(SinkStep.DROP_STAGE);
        assertThat(read(2, "COMMIT")).containsExactly(SinkStep.COMMIT);
    }

    @Test
    void takesASweepForNoCommit() {
        read(1, "BEGIN");
        assertThat(read(1, "DROP TABLE IF EXISTS " + STAGE)).isEmpty();
        assertThat(read(1, "COMMIT")).isEmpty();
    }
}
