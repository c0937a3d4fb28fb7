// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.sink.RecordKeys;
import io.laminar.flink.websocket.sink.SlowClientPolicy;
import io.laminar.flink.websocket.sink.Subscriptions;
import io.laminar.flink.websocket.sink.filter.FilterException;
import io.laminar.flink.websocket.sink.filter.RowFilter;
import io.laminar.flink.websocket.testing.JdkClient;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Conflation and snapshots. A record is {@code key=value}, or {@code key-} for a deletion. */
@Timeout(120)
class WebSocketKeyedSinkITCase {

    @Test
    void givesASlowClientOnlyTheNewestMessageOfEachKey() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(
                                sink().setSlowClientPolicy(SlowClientPolicy.CONFLATE)
                                        .setClientBuffer(MemorySize.parse("32 kb"))
                                        .build());
                JdkClient slow = JdkClient.connectWithoutReading(writer.port());
                JdkClient fast = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 2);
            // 10 keys; far more than the sockets and the buffer hold.
            int count = 30_000;
            String padding = "x".repeat(1_000);
            Map<String, String> table = new HashMap<>();
            for (int i = 0; i < count; i++) {
                write(writer, i % 10 + "=" + i + padding, table);
                assertThat(fast.next()).startsWith(i % 10 + "=" + i + "x");
            }
            write(writer, "3-", table);
            write(writer, "end=", table);
            writer.flush();

            slow.startReading();
            List<String> received = new ArrayList<>();
            while (!received.contains("end=")) {
                received.add(slow.next());
            }
            assertThat(received.size()).isLessThan(count);
            assertThat(tableOf(received)).isEqualTo(table).doesNotContainKey("3").hasSize(10);
            assertThat(received).endsWith("3-", "end=").doesNotHaveDuplicates();
            assertThat(writer.metric("slowDisconnects")).isZero();
            assertThat(writer.metric("droppedMessages")).isZero();
            writer.write("1=live");
            assertThat(slow.next()).isEqualTo("1=live");
        }
    }

    @Test
    void disconnectsASlowClientForWhichMoreKeysWaitThanItsBufferHolds() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(
                                sink().setSlowClientPolicy(SlowClientPolicy.CONFLATE)
                                        .setClientBuffer(MemorySize.parse("32 kb"))
                                        .build());
                JdkClient slow = JdkClient.connectWithoutReading(writer.port());
                JdkClient fast = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 2);
            String padding = "x".repeat(1_000);
            for (int i = 0; writer.metric("slowDisconnects") == 0; i++) {
                writer.write(i + "=" + padding);
                assertThat(fast.next()).startsWith(i + "=");
            }
            slow.startReading();
            assertThat(slow.closeStatus().get()).isEqualTo(1013);
        }
    }

    @Test
    void givesANewClientTheRowsOfAllKeysAndThenTheChanges() throws Exception {
        try (WriterHarness<String> writer =
                WriterHarness.open(sink().setSnapshotOnConnect(10).build())) {
            for (String record : List.of("a=1", "b=1", "a=2", "c=1", "b-", "d=+U1")) {
                writer.write(record);
            }
            writer.flush();
            try (JdkClient client = JdkClient.connect(writer.port())) {
                assertThat(client.next(3)).containsExactly("a=2", "c=1", "d=+I1");
                writer.write("c-");
                writer.write("d=+U2");
                assertThat(client.next(2)).containsExactly("c-", "d=+U2");
            }
        }
    }

    @Test
    void losesAndDoublesNothingBetweenTheSnapshotAndTheChangesOfABusyJob() throws Exception {
        Map<String, String> table = new HashMap<>();
        try (WriterHarness<String> writer =
                WriterHarness.open(
                        sink().setSnapshotOnConnect(10_000)
                                .setClientBuffer(MemorySize.parse("8 kb"))
                                .setSlowClientPolicy(SlowClientPolicy.CONFLATE)
                                .build())) {
            // More than the sockets hold.
            String padding = "x".repeat(2_000);
            for (int i = 0; i < 5_000; i++) {
                write(writer, i + "=0" + padding, table);
            }
            writer.flush();
            try (JdkClient client = JdkClient.connectWithoutReading(writer.port())) {
                await().until(() -> writer.metric("clients") == 1);
                for (int i = 0; i < 20_000; i++) {
                    if (i == 10_000) {
                        // Far behind, and with many deletions that wait for it.
                        client.startReading();
                    }
                    String key = Integer.toString(i * 7919 % 6_000);
                    write(writer, i % 7 == 0 ? key + "-" : key + "=" + i + padding, table);
                }
                write(writer, "end=", table);
                List<String> received = new ArrayList<>();
                do {
                    received.add(client.next());
                } while (!received.get(received.size() - 1).equals("end="));
                assertThat(tableOf(received)).isEqualTo(table);
                assertThat(writer.metric("snapshotRows")).isEqualTo(table.size());
            }
        }
    }

    @Test
    void sendsALargeSnapshotToASlowClientWithASmallBufferAndHoldsUpNoOne() throws Exception {
        try (WriterHarness<String> writer =
                WriterHarness.open(
                        sink().setSnapshotOnConnect(100_001)
                                .setSlowClientPolicy(SlowClientPolicy.DISCONNECT)
                                .build())) {
            String padding = "x".repeat(150);
            for (int i = 0; i < 100_000; i++) {
                writer.write(i + "=" + padding);
            }
            writer.flush();
            try (JdkClient slow = JdkClient.connectWithoutReading(writer.port());
                    JdkClient fast = JdkClient.connect(writer.port())) {
                assertThat(fast.next(100_000)).hasSize(100_000);
                writer.write("new=");
                assertThat(fast.next()).isEqualTo("new=");
                slow.startReading();
                List<String> received = slow.next(100_001);
                assertThat(received).doesNotHaveDuplicates().endsWith("new=");
                assertThat(writer.metric("slowDisconnects")).isZero();
                assertThat(writer.metric("clients")).isEqualTo(2);
            }
        }
    }

    @Test
    void filtersTheSnapshotAndKeepsItOverAFailover() throws Exception {
        WebSocketSink<String> sink = sink().setSnapshotOnConnect(10).setReplayBufferSize(2).build();
        List<byte[]> snapshot;
        try (WriterHarness<String> writer = WriterHarness.open(sink)) {
            for (String record : List.of("1=a", "2=b", "3=c", "2-", "4=d")) {
                writer.write(record);
            }
            snapshot = writer.snapshot();
        }
        try (WriterHarness<String> writer = WriterHarness.restore(sink, snapshot);
                JdkClient client = JdkClient.connect(writer.port())) {
            assertThat(writer.metric("snapshotRows")).isEqualTo(3);
            assertThat(client.next(3)).containsExactly("1=a", "3=c", "4=d");
            client.send("{\"action\":\"subscribe\",\"filter\":\"f0 > 1\"}");
            assertThat(client.next())
                    .startsWith("{\"type\":\"subscribed\",\"next_sequence\":0,")
                    .contains("\"live_sequence\":5");
            assertThat(client.next()).contains("\"sequence\":2,").endsWith("\"data\":\"3=c\"}");
            assertThat(client.next()).contains("\"sequence\":4,").endsWith("\"data\":\"4=d\"}");
            writer.write("1=e");
            writer.write("3-");
            assertThat(client.next()).contains("\"sequence\":6,").endsWith("\"data\":\"3-\"}");

            // The buffer still has what follows; without it, the snapshot comes again.
            client.send("{\"action\":\"subscribe\",\"last_sequence\":5}");
            assertThat(client.next()).contains("\"missed\":0");
            assertThat(client.next()).contains("\"sequence\":6,");
            client.send("{\"action\":\"subscribe\",\"last_sequence\":0}");
            assertThat(client.next()).contains("\"missed\":4");
            assertThat(client.next()).endsWith("\"data\":\"4=d\"}");
            assertThat(client.next()).endsWith("\"data\":\"1=e\"}");
        }
    }

    @Test
    void failsOnceTheSnapshotHasMoreRowsThanAllowed() throws Exception {
        String text = "The query has more than 2 keys, which is what 'snapshot.max_rows' allows";
        // Often, for the network thread may meet it before the flush, amid it, or because of it.
        for (int run = 0; run < 50; run++) {
            WriterHarness<String> writer =
                    WriterHarness.open(sink().setSnapshotOnConnect(2).build());
            writer.write("a=1");
            writer.write("b=1");
            writer.write("c=1");
            assertThatThrownBy(writer::flush).hasMessageStartingWith(text);
            assertThatThrownBy(writer::close).hasMessageStartingWith(text);
        }
    }

    @Test
    void conflatesWhatPassesAFilter() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(
                                sink().setSlowClientPolicy(SlowClientPolicy.CONFLATE)
                                        .setClientBuffer(MemorySize.parse("32 kb"))
                                        .build());
                JdkClient slow = JdkClient.connectWithoutReading(writer.port());
                JdkClient fast = JdkClient.connect(writer.port())) {
            slow.send("{\"action\":\"subscribe\",\"filter\":\"f0 < 5\"}");
            await().until(() -> writer.metric("clients") == 2);
            String padding = "x".repeat(1_000);
            for (int i = 0; i < 30_000; i++) {
                writer.write(i % 10 + "=" + i + padding);
                assertThat(fast.next()).startsWith(i % 10 + "=");
            }
            writer.write("4=end");
            slow.startReading();
            int received = 0;
            String message = slow.next();
            while (!message.endsWith("\"4=end\"}")) {
                message = slow.next();
                assertThat(message).containsPattern("\"data\":\"[0-4]=");
                received++;
            }
            assertThat(received).isLessThan(15_000);
        }
    }

    private static void write(
            WriterHarness<String> writer, String record, Map<String, String> table)
            throws Exception {
        apply(record, table);
        writer.write(record);
    }

    private static Map<String, String> tableOf(List<String> records) {
        Map<String, String> table = new HashMap<>();
        records.forEach(record -> apply(record, table));
        return table;
    }

    private static void apply(String record, Map<String, String> table) {
        if (record.endsWith("-")) {
            table.remove(keyOf(record));
        } else {
            table.put(keyOf(record), record);
        }
    }

    private static String keyOf(String record) {
        return record.endsWith("-")
                ? record.substring(0, record.length() - 1)
                : record.substring(0, record.indexOf('='));
    }

    private static WebSocketSinkBuilder<String> sink() {
        return WebSocketSink.<String>builder()
                .setBindAddress("127.0.0.1:0")
                .setSerializer(new SimpleStringSchema())
                .setSubscriptions(new KeyFilters())
                .setKeys(new TextKeys());
    }

    private record TextKeys() implements RecordKeys<String> {

        @Override
        public byte[] keyOf(String record) {
            return WebSocketKeyedSinkITCase.keyOf(record).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean isDeletion(String record) {
            return record.endsWith("-");
        }

        @Override
        public byte[] asInsertion(byte[] message) {
            return new String(message, StandardCharsets.UTF_8)
                    .replace("+U", "+I")
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The key is a whole number, of which filters know as {@code f0}. */
    private record KeyFilters() implements Subscriptions<String> {

        @Override
        public boolean areMessagesJson() {
            return false;
        }

        @Override
        public Predicate<String> parse(String filter) throws FilterException {
            RowFilter rows = RowFilter.parse(filter, RowType.of(new IntType()));
            return record -> rows.matches(GenericRowData.of(Integer.valueOf(keyOf(record))));
        }
    }
}
