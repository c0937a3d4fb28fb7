// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.postgres.sink.PostgresCommittable.Kind;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresCommittableSerializerTest {

    private static final EpochId ID = new EpochId("job/public.trades", 3, 7, 11);
    private static final String VERSION_1 =
            "0011"
                    + "6A6F622F7075626C69632E747261646573" // the sink's id
                    + "00000003"
                    + "0000000000000007"
                    + "000000000000000B";

    private final PostgresCommittableSerializer serializer = new PostgresCommittableSerializer();

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void readsVersion1AsAPreparedTransaction() throws Exception {
        assertThat(serializer.deserialize(1, bytes(VERSION_1)))
                .isEqualTo(PostgresCommittable.prepared(ID));
    }

    @Test
    void writesVersion2() throws Exception {
        PostgresCommittable committable =
                new PostgresCommittable(ID, Kind.STAGED, List.of("a", "b"));
        String version2 = VERSION_1 + "02" + "00000002" + "000161" + "000162";
        assertThat(serializer.getVersion()).isEqualTo(2);
        assertThat(HexFormat.of().withUpperCase().formatHex(serializer.serialize(committable)))
                .isEqualTo(version2);
        assertThat(serializer.deserialize(2, bytes(version2))).isEqualTo(committable);
    }

    @Test
    void refusesAVersionOfANewerRelease() {
        assertThatThrownBy(() -> serializer.deserialize(3, bytes(VERSION_1)))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The committable has version 3, which a newer release of this sink wrote;"
                                + " this one reads up to version 2.");
    }
}
