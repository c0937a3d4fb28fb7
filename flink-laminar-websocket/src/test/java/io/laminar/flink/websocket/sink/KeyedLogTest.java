// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.websocket.testing.ListenedMetrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.metrics.groups.InternalSinkWriterMetricGroup;
import org.junit.jupiter.api.Test;

class KeyedLogTest {

    private final SinkMetrics metrics =
            new SinkMetrics(InternalSinkWriterMetricGroup.wrap(new ListenedMetrics()));
    private long end;

    @Test
    void givesAReaderTheNewestMessageOfEachKeyInTheirOrder() {
        KeyedLog log = log(10);
        put(log, "a1", "b1", "a2", "c1", "b2");
        assertThat(read(log, 0)).containsExactly("a2", "c1", "b2");
        assertThat(read(log, 3)).containsExactly("c1", "b2");
        assertThat(metrics.snapshotRows).hasValue(3);
    }

    @Test
    void keepsDeletionsOnlyUntilEveryReaderHasPassedThem() {
        KeyedLog log = log(10);
        put(log, "a1", "b1");
        FakeReader slow = new FakeReader(log, 2);
        FakeReader fast = new FakeReader(log, 2);
        put(log, "a-");
        log.trim();
        assertThat(read(log, 2)).containsExactly("a-");
        fast.position = end;
        log.trim();
        assertThat(read(log, 0)).containsExactly("b1", "a-");
        slow.position = end;
        log.trim();
        assertThat(read(log, 0)).containsExactly("b1");
        put(log, "a2");
        assertThat(read(log, 0)).containsExactly("b1", "a2");
        assertThat(log.snapshot()).hasSize(2);
    }

    @Test
    void keepsNothingWithoutASnapshotAndReaders() {
        KeyedLog log = log(0);
        put(log, "a1");
        assertThat(read(log, 0)).isEmpty();
        FakeReader reader = new FakeReader(log, 1);
        put(log, "a2", "b1", "a3");
        log.trim();
        assertThat(read(log, 1)).containsExactly("b1", "a3");
        log.leave(reader);
        log.trim();
        assertThat(read(log, 0)).isEmpty();
        assertThat(log.snapshot()).isEmpty();
    }

    @Test
    void disconnectsTheReadersThatAreTooFarBehindAndKeepsTheOthers() {
        KeyedLog log = log(0);
        FakeReader slowest = new FakeReader(log, 0);
        FakeReader slow = new FakeReader(log, 4);
        // 259 bytes each, of 1,000.
        put(log, "a1", "b1", "c1", "d1");
        log.trim();
        assertThat(slowest.isDisconnected).isTrue();
        assertThat(slow.isDisconnected).isFalse();
        put(log, "d2", "d3", "e1", "f1");
        log.trim();
        assertThat(slow.isDisconnected).isFalse();
        assertThat(read(log, 0)).containsExactly("d3", "e1", "f1");
    }

    @Test
    void countsAllThatAMessageHolds() {
        KeyedLog log = log(0);
        FakeReader slow = new FakeReader(log, 0);
        for (byte key : new byte[] {1, 2}) {
            OutboundMessage message =
                    new OutboundMessage(
                            new byte[1], new byte[200], new RowKey(new byte[] {key, 0, 0}));
            message.number(end++);
            log.put(message);
        }
        log.trim();
        // 256 and 204 bytes each, of 1,000.
        assertThat(slow.isDisconnected).isFalse();
        OutboundMessage last =
                new OutboundMessage(new byte[1], null, new RowKey(new byte[] {3, 0, 0}));
        last.number(end++);
        log.put(last);
        log.trim();
        assertThat(slow.isDisconnected).isTrue();
    }

    @Test
    void keepsASlowReaderOfTheSnapshotHoweverManyBytesOfDeletionsWaitForIt() {
        KeyedLog log = log(3);
        FakeReader slow = new FakeReader(log, 0);
        // More than 1,000 bytes, but as many as there may be rows.
        String large = "x".repeat(1_000);
        put(log, "a" + large + "-", "b" + large + "-", "c-");
        log.trim();
        assertThat(slow.isDisconnected).isFalse();
        assertThat(read(log, 2)).containsExactly("c-");
        put(log, "d-");
        log.trim();
        assertThat(slow.isDisconnected).isTrue();
    }

    @Test
    void refusesASnapshotOfMoreRowsThanAllowedButNotTheirChangesAndReplacements() {
        KeyedLog log = log(2);
        put(log, "a1", "b1", "a2", "b-", "c1");
        log.trim();
        assertThatThrownBy(() -> put(log, "d1"))
                .hasMessage(
                        "The query has more than 2 keys, which is what 'snapshot.max_rows' allows: a"
                                + " snapshot without some of them would be wrong. Raise it (each row"
                                + " is on the heap and in Flink's state), make the query delete"
                                + " rows, or remove 'snapshot.on_connect'.");
    }

    private KeyedLog log(int maxRows) {
        return new KeyedLog(maxRows, 1_000, List.of(), metrics);
    }

    /** A letter for the key, and a minus for a deletion. */
    private void put(KeyedLog log, String... messages) {
        for (String text : messages) {
            byte[] key = {(byte) text.charAt(0)};
            OutboundMessage message =
                    new OutboundMessage(
                            text.getBytes(StandardCharsets.US_ASCII),
                            null,
                            new RowKey(key),
                            text.endsWith("-"),
                            0,
                            0,
                            0,
                            0);
            message.number(end++);
            log.put(message);
        }
    }

    private static List<String> read(KeyedLog log, long from) {
        List<String> texts = new ArrayList<>();
        OutboundMessage message = log.from(from);
        while (message != null) {
            texts.add(new String(message.payload(), StandardCharsets.US_ASCII));
            message = log.from(message.sequence() + 1);
        }
        return texts;
    }

    private static final class FakeReader implements KeyedLog.Reader {

        private long position;
        private boolean isDisconnected;

        FakeReader(KeyedLog log, long position) {
            this.position = position;
            log.join(this);
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void disconnectAsSlow() {
            isDisconnected = true;
        }
    }
}
