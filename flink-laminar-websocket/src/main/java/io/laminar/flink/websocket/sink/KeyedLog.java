// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest message of each key, in the order of their coming. A client that is behind reads it
 * from where it is to the end, and so gets each key once, however often that has changed meanwhile.
 * It is the same log for all clients; what a client has of its own is its place.
 *
 * <p>Bounded: with a snapshot for new clients it holds the rows of all keys, of which there is a
 * largest number. All else, that is deletions, or everything without such a snapshot, is here for
 * those who are behind, and goes when the last of them has passed it. Who is so far behind that
 * this takes too much is disconnected: more deletions than the snapshot may have rows, or without a
 * snapshot too many bytes.
 *
 * <p>Threads: the event loop only.
 */
final class KeyedLog implements History {

    /** What a message costs in here besides its bytes. */
    private static final int OVERHEAD_BYTES = 256;

    private final int maxRows;
    private final int maxWaitingBytes;
    private final SinkMetrics metrics;
    private final Map<RowKey, OutboundMessage> newest = new HashMap<>();
    private final NavigableMap<Long, OutboundMessage> bySequence = new TreeMap<>();

    /** What is here for the readers only. */
    private final NavigableMap<Long, OutboundMessage> waiting = new TreeMap<>();

    private final Set<Reader> readers = new LinkedHashSet<>();
    private long waitingBytes;

    /**
     * A log that holds what a former attempt kept.
     *
     * @param maxRows of the snapshot for new clients; 0 for none
     * @param maxWaitingBytes of what is kept for readers, without a snapshot
     */
    KeyedLog(
            int maxRows,
            int maxWaitingBytes,
            Collection<OutboundMessage> restored,
            SinkMetrics metrics) {
        this.maxRows = maxRows;
        this.maxWaitingBytes = maxWaitingBytes;
        this.metrics = metrics;
        if (hasSnapshot()) {
            restored.forEach(this::put);
        }
    }

    /** A client that is behind. */
    interface Reader {

        /** Number of the first message that it was not given yet. */
        long position();

        /** There is no room for what it was not given yet. */
        void disconnectAsSlow();
    }

    boolean hasSnapshot() {
        return maxRows > 0;
    }

    /** The reader gets all from its place on, until it leaves; it may join twice. */
    void join(Reader reader) {
        readers.add(reader);
    }

    void leave(Reader reader) {
        readers.remove(reader);
    }

    /**
     * Takes a numbered message with a key, unless no one will read it.
     *
     * @throws SinkFailureException if the snapshot has too many rows
     */
    void put(OutboundMessage message) {
        RowKey key = message.key();
        if (key == null || (readers.isEmpty() && !hasSnapshot())) {
            return;
        }
        OutboundMessage older = newest.put(key, message);
        if (older != null) {
            bySequence.remove(older.sequence());
            forget(older);
        }
        bySequence.put(message.sequence(), message);
        if (waitsOnly(message)) {
            waiting.put(message.sequence(), message);
            waitingBytes += cost(message);
        }
        int rows = bySequence.size() - waiting.size();
        if (hasSnapshot() && rows > maxRows) {
            throw new SinkFailureException(SinkErrors.tooManyRows(maxRows), null);
        }
        metrics.snapshotRows.set(rows);
    }

    /** Lets go of what all readers have passed, and of readers that are too far behind. */
    void trim() {
        while (!waiting.isEmpty()) {
            long passed = Long.MAX_VALUE;
            for (Reader reader : readers) {
                passed = Math.min(passed, reader.position());
            }
            while (!waiting.isEmpty() && waiting.firstKey() < passed) {
                OutboundMessage message = waiting.firstEntry().getValue();
                bySequence.remove(message.sequence());
                newest.remove(message.key());
                forget(message);
            }
            if (hasSnapshot() ? waiting.size() <= maxRows : waitingBytes <= maxWaitingBytes) {
                return;
            }
            for (Reader reader : new ArrayList<>(readers)) {
                if (reader.position() == passed) {
                    reader.disconnectAsSlow();
                    readers.remove(reader);
                }
            }
        }
    }

    private void forget(OutboundMessage message) {
        if (waiting.remove(message.sequence()) != null) {
            waitingBytes -= cost(message);
        }
    }

    private boolean waitsOnly(OutboundMessage message) {
        return message.isDeletion() || !hasSnapshot();
    }

    private static long cost(OutboundMessage message) {
        return OVERHEAD_BYTES + message.bytes();
    }

    /** None is ever missing that a reader still needs. */
    @Override
    public long start() {
        return 0;
    }

    @Override
    public @Nullable OutboundMessage from(long number) {
        Map.Entry<Long, OutboundMessage> entry = bySequence.ceilingEntry(number);
        return entry == null ? null : entry.getValue();
    }

    /** What a new client gets first. */
    List<OutboundMessage> snapshot() {
        return hasSnapshot()
                ? bySequence.values().stream().filter(message -> !message.isDeletion()).toList()
                : List.of();
    }
}
