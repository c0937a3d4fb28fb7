// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.mapping.MappingTable;
import io.laminar.flink.sdk.option.OptionsTable;
import io.laminar.flink.testing.GeneratedPart;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/kafka.md} are those of the code. */
class KafkaDocumentationTest {

    @Test
    void listsTheOptions() throws IOException {
        Map<String, String> required = new HashMap<>(KafkaMapping.SOURCE.required());
        required.put(KafkaOptions.GROUP_ID.key(), "source");
        required.put(KafkaOptions.TOPIC.key(), "or `topic-pattern`");
        assertSection("options", OptionsTable.markdown(KafkaMapping.SINK.options(), required));
    }

    @Test
    void listsTheRules() throws IOException {
        assertSection("mapping", MappingTable.markdown(KafkaMapping.SINK.rules()));
    }

    @Test
    void listsWhatToWriteForTheOfficialOptions() throws IOException {
        assertSection("migration", MappingTable.migration(KafkaMapping.SINK.rules()));
    }

    private static void assertSection(String section, String expected) throws IOException {
        assertThat(GeneratedPart.of("kafka.md", section))
                .as("Put this between the markers in docs/kafka.md:%n%s", expected)
                .isEqualTo(expected);
    }
}
