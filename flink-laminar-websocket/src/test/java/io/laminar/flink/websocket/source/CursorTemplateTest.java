// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CursorTemplateTest {

    @Test
    void escapesInsideAStringOfAJsonMessage() {
        assertThat(CursorTemplate.fill("{\"a\\\"\":\"${last}\",\"b\":${last}}", "x\"\n"))
                .isEqualTo("{\"a\\\"\":\"x\\\"\\n\",\"b\":x\"\n}");
        assertThat(CursorTemplate.fill(" [\"go\", \"from ${last}\", ${last}]", "\\1"))
                .isEqualTo(" [\"go\", \"from \\\\1\", \\1]");
    }

    @Test
    void leavesTheCursorAsItIsInAnyOtherMessage() {
        assertThat(CursorTemplate.fill("say \"${last}\" ${last}", "\"")).isEqualTo("say \"\"\" \"");
    }

    @Test
    void looksForNothingInTheCursorItself() {
        assertThat(CursorTemplate.fill("${last}", "${last}${env:HOME}"))
                .isEqualTo("${last}${env:HOME}");
    }
}
