// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochIdTest {

    private static final EpochId ID = new EpochId("job/public.trades", 3, 7, 11);

    @Test
    void namesATransactionReadably() {
        assertThat(ID.transaction()).isEqualTo("laminar_job-public.trades-31597a1593232f98_3_7_11");
        assertThat(ID.transaction()).startsWith(EpochId.transactionPrefix("job/public.trades", 3));
        assertThat(EpochId.parse(ID.sinkId(), ID.transaction())).contains(ID);
    }

    @Test
    void namesATable() {
        assertThat(ID.table()).isEqualTo("laminar_31597a1593232f98_3_7_11");
        assertThat(ID.table()).startsWith(EpochId.tablePrefix("job/public.trades", 3));
        assertThat(EpochId.parse(ID.sinkId(), ID.table())).contains(ID);
    }

    @Test
    void differsForSinksThatLookAlike() {
        assertThat(EpochId.transactionPrefix("a b", 0))
                .isNotEqualTo(EpochId.transactionPrefix("a_b", 0));
        assertThat(EpochId.tablePrefix("a b", 0)).isNotEqualTo(EpochId.tablePrefix("a_b", 0));
    }

    @Test
    void staysBelowTheLimitsOfTheServer() {
        EpochId longest =
                new EpochId("ü'\"_".repeat(500), 99_999, 9_999_999_999L, 999_999_999_999L);
        assertThat(longest.transaction().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(200);
        assertThat(longest.table().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other",
                "laminar_a_b_c_d",
                "laminar_a_1_2",
                "flink_a_1_2_3",
                "laminar_0123456789abcdef_1_2_3",
                "laminar_31597a1593232f98_03_7_11"
            })
    void leavesForeignNamesAlone(String name) {
        assertThat(EpochId.parse("job/public.trades", name)).isEmpty();
    }
}
