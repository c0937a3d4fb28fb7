// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerIdsTest {

    @ParameterizedTest
    @CsvSource({
        "5400-5403, 1, 5400-5403",
        "5400 - 5403, 1, 5400-5403",
        "1001, 1, 1001",
        "1001, 4, 1001-1004",
        "2147483647, 1, 2147483647"
    })
    void readsARangeOrItsFirst(String written, int count, String range) {
        assertThat(ServerIds.parse(written, count)).map(ServerIds::toString).contains(range);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "-1", "5-4", "1-2-3", "2147483648", "99999999999"})
    void refusesWhatIsNoRange(String written) {
        assertThat(ServerIds.parse(written, 1)).isEmpty();
    }

    @Test
    void refusesAFirstThatLeavesNoRoom() {
        assertThat(ServerIds.parse("2147483647", 2)).isEmpty();
    }

    @Test
    void givesEachTableIdsOfItsOwn() {
        ServerIds one = ServerIds.automatic(4);
        ServerIds other = ServerIds.automatic(4);
        assertThat(one.count()).isEqualTo(4);
        assertThat(one.first()).isGreaterThanOrEqualTo(ServerIds.FIRST_AUTOMATIC);
        assertThat(one.last() < other.first() || other.last() < one.first()).isTrue();
    }
}
