// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void movesItsCursorAtTheEndOfAMessage() {
        Progress progress = new Progress(new WebSocketSplit("s", "1", null));
        progress.reach("2");
        progress.reach(null);
        assertThat(progress.toSplit().cursor()).isEqualTo("1");
        progress.messageDone();
        assertThat(progress.toSplit().cursor()).isEqualTo("2");
    }

    @Test
    void countsWhatIsMissingInASequenceButNotItsRestart() {
        Progress progress = new Progress(new WebSocketSplit("s"));
        assertThat(progress.missingBefore(100)).isZero();
        assertThat(progress.missingBefore(101)).isZero();
        assertThat(progress.missingBefore(105)).isEqualTo(3);
        assertThat(progress.missingBefore(105)).isZero();
        assertThat(progress.missingBefore(1)).isZero();
        assertThat(progress.missingBefore(3)).isEqualTo(1);
        assertThat(progress.toSplit().sequence()).isEqualTo(3);
    }

    @Test
    void goesOnWithTheSequenceOfACheckpoint() {
        assertThat(new Progress(new WebSocketSplit("s", null, 7L)).missingBefore(10)).isEqualTo(2);
    }
}
