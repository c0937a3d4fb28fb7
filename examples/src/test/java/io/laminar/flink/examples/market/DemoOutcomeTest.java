// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DemoOutcomeTest {

    @ParameterizedTest(name = "sent {0}, received {1}, in PostgreSQL {2}: {3}")
    @CsvSource({
        "80000, 80000, 80000, true",
        "80000, 79999, 79999, false",
        "80000, 80000, 79999, false",
        "80000, 80000, 80001, false",
        "0, 0, 0, false"
    })
    void isOkOnlyIfTheThreeFiguresAreEqualAndNotZero(
            long sent, long received, long inPostgres, boolean isOk) {
        DemoFigures figures = new DemoFigures(sent, received, inPostgres, 8, 2, 8);
        assertThat(DemoOutcome.of(figures).isOk()).isEqualTo(isOk);
    }

    @Test
    void isOneJsonObjectWithTheDocumentedKeys() {
        DemoFigures figures = new DemoFigures(6, 6, 6, 4, 3, 2);
        assertThat(DemoJson.outcome(DemoOutcome.of(figures)))
                .isEqualTo(
                        "{\"ticks_sent\":6,\"ticks_received\":6,\"ticks_in_postgres\":6,"
                                + "\"windows\":4,\"checkpoints\":3,\"page_messages\":2,\"ok\":true}");
    }

    @Test
    void saysWhatIsWrong() {
        DemoOutcome outcome = DemoOutcome.of(new DemoFigures(1200, 1200, 1199, 4, 3, 2));
        String problem =
                "The feed sent 1,200 ticks, Flink received 1,200, and 1,199 are in PostgreSQL: these"
                        + " should be equal, and more than none.";
        assertThat(DemoJson.outcome(outcome))
                .endsWith(",\"ok\":false,\"problem\":\"" + problem + "\"}");
        assertThat(DemoText.summary(outcome)).endsWith("NOT OK: " + problem);
    }

    @Test
    void tellsProgressInOneLine() {
        assertThat(
                        DemoText.progress(
                                Duration.ofSeconds(4),
                                new DemoFigures(12000, 11000, 8000, 16, 2, 24),
                                new DemoFigures(8000, 8000, 4000, 8, 1, 16),
                                Duration.ofSeconds(2)))
                .isEqualTo(
                        "  4 s  sent 12,000 (2,000/s)  received 11,000 (1,500/s)  in PostgreSQL"
                                + " 8,000  windows 16  checkpoints 2  page messages 24");
    }
}
