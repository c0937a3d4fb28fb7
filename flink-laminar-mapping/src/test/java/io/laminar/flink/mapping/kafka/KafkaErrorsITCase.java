// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.testutils.FlinkAssertions;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records that don't fit the format of their table. */
@Timeout(120)
class KafkaErrorsITCase {

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

    private final KafkaTables tables = new KafkaTables();

    KafkaErrorsITCase() throws IOException {}

    @Test
    void failTheJobUnlessTheyAreSkipped() throws Exception {
        tables.topics().send("poison", "{\"id\":1}", "{\"id\":", "{\"id\":\"x\"}", "{\"id\":4}");
        tables.create("poison", "id INT", KafkaTables.FROM_THE_START);

        assertThatThrownBy(() -> tables.rows("SELECT * FROM poison"))
                .satisfies(
                        FlinkAssertions.anyCauseMatches("Failed to deserialize consumer record"));
        assertThat(tables.rows("SELECT * FROM poison /*+ OPTIONS('on_error'='skip') */"))
                .containsExactly("+I[1]", "+I[4]");
    }

    @Test
    void leaveNoKeyBehindForTheNextRecord() throws Exception {
        tables.topics()
                .sendAll(
                        List.of(
                                record("1", "{\"v\":\"a\"}"),
                                record("2", "{"),
                                record("x", "{\"v\":\"c\"}"),
                                record("4", "{\"v\":\"d\"}")));
        Map<String, String> options = new HashMap<>(KafkaTables.FROM_THE_START);
        options.put("on_error", "SKIP");
        options.put("key.format", "csv");
        options.put("key.fields", "id");
        options.put("value.format", "json");
        options.put("value.fields-include", "EXCEPT_KEY");
        tables.create(
                "poison-keys",
                "id INT, v STRING, pos BIGINT METADATA FROM 'offset' VIRTUAL",
                options);

        assertThat(tables.rows("SELECT * FROM `poison-keys` WHERE pos >= 0"))
                .containsExactly("+I[1, a, 0]", "+I[4, d, 3]");
    }

    private static ProducerRecord<byte[], byte[]> record(String key, String value) {
        return new ProducerRecord<>(
                "poison-keys",
                key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8));
    }
}
