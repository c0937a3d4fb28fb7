// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestWordTest {

    @Test
    void findsTheWordWithTheFewestChanges() {
        assertThat(NearestWord.to("tabel", List.of("table", "label_of_it", "url")))
                .contains("table");
    }

    @Test
    void ignoresCase() {
        assertThat(NearestWord.to("URL", List.of("url"))).contains("url");
    }

    @Test
    void findsNothingInWordsThatAreFarOff() {
        assertThat(NearestWord.to("password", List.of("url", "table"))).isEmpty();
    }
}
