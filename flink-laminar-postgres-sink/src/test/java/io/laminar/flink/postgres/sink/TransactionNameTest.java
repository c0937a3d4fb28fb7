// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionNameTest {

    private static final PostgresCommittable COMMITTABLE =
            new PostgresCommittable("job/public.trades", 3, 7, 11);

    @Test
    void isReadableAndUnique() {
        TransactionName name = TransactionName.of(COMMITTABLE);
        assertThat(name).hasToString("laminar_job-public.trades-31597a1593232f98_3_7_11");
        assertThat(name.toString()).startsWith(TransactionName.prefix("job/public.trades", 3));
        assertThat(TransactionName.parse(name.toString())).contains(name);
    }

    @Test
    void differsForIdsThatLookAlike() {
        assertThat(TransactionName.prefix("a b", 0)).isNotEqualTo(TransactionName.prefix("a_b", 0));
    }

    @Test
    void staysBelowTheLimitOfTheServer() {
        String name =
                TransactionName.of(
                                new PostgresCommittable(
                                        "ü'\"_".repeat(500),
                                        Integer.MAX_VALUE,
                                        Long.MAX_VALUE,
                                        Long.MAX_VALUE))
                        .toString();
        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(200);
        assertThat(TransactionName.parse(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "laminar_a_b_c_d", "laminar_a_1_2", "flink_a_1_2_3"})
    void leavesForeignNamesAlone(String gid) {
        assertThat(TransactionName.parse(gid)).isEmpty();
    }

    @Test
    void committablesOfVersion1CanStillBeRead() throws Exception {
        String version1 =
                "0011"
                        + "6A6F622F7075626C69632E747261646573" // the sink's id
                        + "00000003"
                        + "0000000000000007"
                        + "000000000000000B";
        PostgresCommittableSerializer serializer = new PostgresCommittableSerializer();
        assertThat(serializer.getVersion()).isEqualTo(1);
        assertThat(HexFormat.of().withUpperCase().formatHex(serializer.serialize(COMMITTABLE)))
                .isEqualTo(version1);
        assertThat(serializer.deserialize(1, HexFormat.of().parseHex(version1)))
                .isEqualTo(COMMITTABLE);
    }
}
