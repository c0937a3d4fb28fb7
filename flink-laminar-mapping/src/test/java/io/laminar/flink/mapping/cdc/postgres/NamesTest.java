// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {

    @Test
    void aNameIsStableAndSaysWhatItIsOf() {
        assertThat(Names.of("public.Users", List.of("job", "table")))
                .isEqualTo(Names.of("public.Users", List.of("job", "table")))
                .matches("laminar_public_users_[0-9a-f]{12}");
    }

    @Test
    void otherPartsMakeAnotherName() {
        assertThat(Names.of("t", List.of("a", "b")))
                .isNotEqualTo(Names.of("t", List.of("a", "c")))
                .isNotEqualTo(Names.of("t", List.of("ab", "")));
    }

    @Test
    void aNameOfALongTableIsValid() {
        String name = Names.of("x".repeat(200) + "é", List.of());
        assertThat(name).hasSize(Names.MAX_SLOT_LENGTH);
        assertThat(Names.isSlot(name)).isTrue();
        assertThat(Names.isPublication(name)).isTrue();
    }

    @Test
    void knowsWhatTheServerTakes() {
        assertThat(Names.isSlot("laminar_1")).isTrue();
        assertThat(Names.isSlot("Laminar")).isFalse();
        assertThat(Names.isSlot("x".repeat(59))).isFalse();
        assertThat(Names.isPublication("laminar_1")).isTrue();
        assertThat(Names.isPublication("1_laminar")).isFalse();
        assertThat(Names.isPublication("a-b")).isFalse();
    }
}
