// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.copy.CopyBuffer;
import io.laminar.flink.postgres.copy.CopyRowEncoder;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.postgresql.copy.CopyIn;

/**
 * The last change of each key: deletions first, so that whoever writes a part of them after the
 * other finds free what a deleted row held, and each kind in the order of the keys.
 *
 * <p>A tuple begins with its sequence number, negative for a deletion, and with the key, so that a
 * key is one range of bytes: it is compared and sorted as such. Any order would do that is the same
 * in every subtask, so that two of them never wait for each other's rows; this one also is close to
 * the order of the index. Keys that the server takes for equal although their bytes differ ({@code
 * citext}) are left to the server.
 */
final class UpsertBatch extends RowBatch {

    private static final int SEND_BYTES = 64 * 1024;
    private static final Comparator<Slot> DELETIONS_FIRST = Slot::compare;

    private final CopyRowEncoder encoder;
    private final int keys;
    private final boolean ignoresDeletes;

    /** Made once, and used again by each batch. */
    private final Slot[] slots;

    /** Open addressing: the number of a slot + 1, or 0. */
    private final int[] table;

    private final CopyBuffer chunk = new CopyBuffer(2 * SEND_BYTES);
    private int size;
    private int deletes;

    /**
     * @param encoder writes the key columns first
     * @param keys how many columns the key has
     */
    UpsertBatch(CopyRowEncoder encoder, int keys, boolean ignoresDeletes, int capacity) {
        super(capacity);
        this.encoder = encoder;
        this.keys = keys;
        this.ignoresDeletes = ignoresDeletes;
        this.slots = new Slot[capacity];
        this.table = new int[Integer.highestOneBit(capacity) * 4];
    }

    /** Where the newest tuple of one key lies. */
    private final class Slot {

        private int start;
        private int keyEnd;
        private int end;
        private int hash;
        private long prefix;
        private boolean isDelete;

        private int keyStart() {
            return start + CopyRowEncoder.AFTER_SEQUENCE;
        }

        private int compare(Slot other) {
            if (isDelete != other.isDelete) {
                return isDelete ? -1 : 1;
            }
            int byPrefix = Long.compareUnsigned(prefix, other.prefix);
            if (byPrefix != 0) {
                return byPrefix;
            }
            byte[] bytes = rows.array();
            return Arrays.compareUnsigned(
                    bytes, keyStart(), keyEnd, bytes, other.keyStart(), other.keyEnd);
        }

        private boolean hasKey(int from, int to, int hashOfKey) {
            byte[] bytes = rows.array();
            return hash == hashOfKey && Arrays.equals(bytes, keyStart(), keyEnd, bytes, from, to);
        }
    }

    @Override
    boolean encode(RowData row, long sequence) {
        RowKind kind = row.getRowKind();
        boolean isDelete = kind == RowKind.DELETE;
        if (kind == RowKind.UPDATE_BEFORE || (isDelete && ignoresDeletes)) {
            return false;
        }
        int start = rows.size();
        int keyEnd = encoder.write(isDelete ? -sequence : sequence, row, keys, rows);
        int keyStart = start + CopyRowEncoder.AFTER_SEQUENCE;
        int hash = hash(keyStart, keyEnd);
        Slot slot = slotOf(keyStart, keyEnd, hash);
        slot.start = start;
        slot.keyEnd = keyEnd;
        slot.end = rows.size();
        slot.hash = hash;
        slot.isDelete = isDelete;
        return true;
    }

    private int hash(int from, int to) {
        byte[] bytes = rows.array();
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        // Spread, since the table's index is made of the low bits.
        return hash * 0x9E3779B9 ^ hash >>> 15;
    }

    /** The slot of this key, a new one if it has none. */
    private Slot slotOf(int keyStart, int keyEnd, int hash) {
        int mask = table.length - 1;
        int index = hash & mask;
        while (table[index] != 0) {
            Slot slot = slots[table[index] - 1];
            if (slot.hasKey(keyStart, keyEnd, hash)) {
                return slot;
            }
            index = (index + 1) & mask;
        }
        Slot slot = slots[size];
        if (slot == null) {
            slot = new Slot();
            slots[size] = slot;
        }
        table[index] = ++size;
        return slot;
    }

    @Override
    void seal() {
        deletes = 0;
        byte[] bytes = rows.array();
        for (int i = 0; i < size; i++) {
            Slot slot = slots[i];
            slot.prefix = prefix(bytes, slot.keyStart() + Integer.BYTES, slot.keyEnd);
            if (slot.isDelete) {
                deletes++;
            }
        }
        Arrays.sort(slots, 0, size, DELETIONS_FIRST);
    }

    /** The first bytes of the first key column, which decide most comparisons. */
    private static long prefix(byte[] bytes, int from, int to) {
        long prefix = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            prefix = prefix << 8 | (i < to ? bytes[i] & 0xFF : 0);
        }
        return prefix;
    }

    @Override
    int size() {
        return size;
    }

    @Override
    boolean hasDeletes() {
        return deletes > 0;
    }

    @Override
    void send(int from, int to, CopyIn copy) throws SQLException {
        byte[] bytes = rows.array();
        for (int i = from; i < to; i++) {
            Slot slot = slots[i];
            chunk.putBytes(bytes, slot.start, slot.end - slot.start);
            if (chunk.size() >= SEND_BYTES || i == to - 1) {
                sendBytes(chunk.array(), 0, chunk.size(), copy);
                chunk.clear(MOST_KEPT_BYTES);
            }
        }
    }

    @Override
    void clear() {
        super.clear();
        size = 0;
        deletes = 0;
        Arrays.fill(table, 0);
    }
}
