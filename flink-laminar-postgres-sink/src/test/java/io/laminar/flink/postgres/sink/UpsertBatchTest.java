// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import static java.util.Comparator.reverseOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.postgres.copy.ColumnType;
import io.laminar.flink.postgres.copy.CopyRowEncoder;
import io.laminar.flink.postgres.copy.PostgresType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ByteStreamWriter;

class UpsertBatchTest {

    /** What a tuple says. */
    private record Change(String name, int part, boolean isDelete, @Nullable Integer value) {}

    private record Key(String name, int part) {}

    /** Keeps what is sent. */
    private static final class Sent implements CopyIn {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void writeToCopy(byte[] buffer, int offset, int length) {
            bytes.write(buffer, offset, length);
        }

        @Override
        public void writeToCopy(ByteStreamWriter from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void flushCopy() {}

        @Override
        public long endCopy() {
            return 0;
        }

        @Override
        public int getFieldCount() {
            return 0;
        }

        @Override
        public int getFormat() {
            return 1;
        }

        @Override
        public int getFieldFormat(int field) {
            return 1;
        }

        @Override
        public boolean isActive() {
            return true;
        }

        @Override
        public void cancelCopy() {}

        @Override
        public long getHandledRowCount() {
            return 0;
        }

        /** Sequence number, key columns first, then the value. */
        List<Change> read() {
            List<Change> changes = new ArrayList<>();
            ByteBuffer in = ByteBuffer.wrap(bytes.toByteArray());
            while (in.hasRemaining()) {
                assertThat(in.getShort()).isEqualTo((short) 4);
                assertThat(in.getInt()).isEqualTo(8);
                long sequence = in.getLong();
                byte[] name = new byte[in.getInt()];
                in.get(name);
                assertThat(in.getInt()).isEqualTo(4);
                int part = in.getInt();
                Integer value = in.getInt() == -1 ? null : Integer.valueOf(in.getInt());
                changes.add(
                        new Change(
                                new String(name, StandardCharsets.UTF_8),
                                part,
                                sequence < 0,
                                value));
            }
            return changes;
        }
    }

    /** Value, part, name; the key is (name, part). */
    private static UpsertBatch batch(boolean ignoresDeletes, int capacity) {
        RowType type =
                RowType.of(
                        new LogicalType[] {new IntType(), new IntType(), VarCharType.STRING_TYPE},
                        new String[] {"value", "part", "name"});
        List<ColumnType> columns =
                List.of(
                        ColumnType.of(PostgresType.INT4),
                        ColumnType.of(PostgresType.INT4),
                        ColumnType.of(PostgresType.TEXT));
        return new UpsertBatch(
                new CopyRowEncoder(type, columns, new int[] {2, 1, 0}),
                /* keys= */ 2,
                ignoresDeletes,
                capacity);
    }

    private static GenericRowData row(RowKind kind, Key key, @Nullable Integer value) {
        return GenericRowData.ofKind(kind, value, key.part(), StringData.fromString(key.name()));
    }

    private static List<Change> send(UpsertBatch batch, int from, int to) throws Exception {
        Sent sent = new Sent();
        batch.send(from, to, sent);
        return sent.read();
    }

    /** A naive map is the judge; the batch is used again and again, as in a job. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keepsTheLastChangeOfEachKeyWhateverTheyAre(long seed) throws Exception {
        Random random = new Random(seed);
        int capacity = 1 + random.nextInt(300);
        int keys = 1 + random.nextInt(400);
        boolean ignoresDeletes = random.nextInt(4) == 0;
        UpsertBatch batch = batch(ignoresDeletes, capacity);
        long sequence = 0;
        for (int round = 0; round < 50; round++) {
            Map<Key, Change> expected = new HashMap<>();
            while (!batch.isFull()) {
                Key key =
                        new Key(
                                "k".repeat(random.nextInt(3)) + random.nextInt(keys),
                                random.nextInt(3) - 1);
                RowKind kind = RowKind.values()[random.nextInt(4)];
                Integer value = random.nextInt(5) == 0 ? null : random.nextInt();
                batch.add(row(kind, key, value), ++sequence);
                boolean isDelete = kind == RowKind.DELETE;
                if (kind != RowKind.UPDATE_BEFORE && !(isDelete && ignoresDeletes)) {
                    expected.put(
                            key,
                            new Change(key.name(), key.part(), isDelete, isDelete ? null : value));
                }
            }
            batch.seal();
            assertThat(batch.size()).isEqualTo(expected.size());
            assertThat(batch.hasDeletes())
                    .isEqualTo(expected.values().stream().anyMatch(Change::isDelete));
            int middle = batch.size() / 2;
            List<Change> sent = send(batch, 0, middle);
            sent.addAll(send(batch, middle, batch.size()));
            assertThat(sent).containsExactlyInAnyOrderElementsOf(expected.values());
            assertThat(sent).extracting(Change::isDelete).isSortedAccordingTo(reverseOrder());
            batch.clear();
        }
    }

    @Test
    void sendsTheKeysInOneOrderWhateverTheOrderTheyCameIn() throws Exception {
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            keys.add(new Key("name " + i % 50, i));
        }
        List<List<Change>> orders = new ArrayList<>();
        for (long seed = 0; seed < 3; seed++) {
            Collections.shuffle(keys, new Random(seed));
            UpsertBatch batch = batch(false, 1000);
            long sequence = 0;
            for (Key key : keys) {
                batch.add(row(RowKind.INSERT, key, 1), ++sequence);
            }
            batch.seal();
            orders.add(send(batch, 0, batch.size()));
        }
        assertThat(orders.get(1)).isEqualTo(orders.get(0));
        assertThat(orders.get(2)).isEqualTo(orders.get(0));
    }

    @Test
    void givesBackTheMemoryOfAHugeRow() throws Exception {
        UpsertBatch batch = batch(false, 1000);
        byte[] huge = new byte[RowBatch.MOST_KEPT_BYTES];
        Arrays.fill(huge, (byte) 'a');
        batch.add(GenericRowData.of(1, 2, StringData.fromBytes(huge)), 1);
        batch.seal();
        assertThat(send(batch, 0, 1)).hasSize(1);
        batch.clear();
        assertThat(batch.rows.array()).hasSizeLessThan(1024 * 1024);

        Key key = new Key("small", 3);
        batch.add(row(RowKind.INSERT, key, 4), 2);
        batch.seal();
        assertThat(send(batch, 0, 1)).containsExactly(new Change("small", 3, false, 4));
    }
}
