// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOptions;
import org.junit.jupiter.api.Test;

class OptionsTableTest {

    @Test
    void writesALineForEachOption() {
        String table =
                OptionsTable.markdown(
                        List.of(
                                ConfigOptions.key("url")
                                        .stringType()
                                        .noDefaultValue()
                                        .withDescription("Where to."),
                                ConfigOptions.key("mode")
                                        .stringType()
                                        .noDefaultValue()
                                        .withDescription("a|b"),
                                ConfigOptions.key("flush.interval")
                                        .durationType()
                                        .defaultValue(Duration.ofSeconds(1))
                                        .withDescription("How long.")),
                        Map.of("url", "client mode", "mode", ""));
        assertThat(table)
                .isEqualTo(
                        """
                        | Option | Required | Default | Meaning |
                        |---|---|---|---|
                        | `url` | client mode | – | Where to. |
                        | `mode` | yes | – | a\\|b |
                        | `flush.interval` | no | `1 s` | How long. |
                        """);
    }
}
