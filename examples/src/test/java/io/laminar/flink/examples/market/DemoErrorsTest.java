// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;

final class DemoErrorsTest {

    @Test
    void saysThatTheJobEndedAndWhy() {
        assertThat(DemoErrors.jobEnded(JobStatus.FAILED, "The table is gone."))
                .isEqualTo("The Flink job ended too early (FAILED): The table is gone.");
    }

    @Test
    void saysWhereTicksAreStuck() {
        assertThat(
                        DemoErrors.stalled(
                                Duration.ofSeconds(30), new DemoFigures(4000, 3000, 0, 0, 0, 0)))
                .isEqualTo(
                        "Nothing has moved for 30 s: the feed has sent 4,000 ticks, Flink has received"
                                + " 3,000.");
    }

    @Test
    void refusesAScriptWithoutTheAddressThatItReplaces() {
        assertThat(MarketScripts.replace("a 'x' b", "x", "y")).isEqualTo("a 'y' b");
        for (String script : new String[] {"a x b", "a 'x' b 'x'"}) {
            assertThatThrownBy(() -> MarketScripts.replace(script, "x", "y"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "pipeline.sql must have 'x' exactly once, for the demo to put its own"
                                    + " address there.");
        }
    }

    @Test
    void saysHowToMendAnIncompleteJar() {
        assertThat(DemoErrors.noResource("index.html"))
                .isEqualTo("The examples' jar has no index.html: build it anew.");
    }
}
