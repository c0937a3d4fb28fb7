// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import java.math.BigDecimal;
import java.util.Random;
import java.util.UUID;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.data.utils.JoinedRowData;

/**
 * Rows of ten columns, built beforehand and handed out again and again under new keys, so that the
 * source costs next to nothing and makes no object.
 *
 * <p>Not thread-safe. A row is valid until the next one is asked for.
 */
final class BenchRows {

    /** The target's columns. */
    static final String COLUMNS =
            "id bigint PRIMARY KEY, uid uuid, ts timestamptz, lat double precision, lon double"
                    + " precision, price numeric(12, 4), kind smallint, ok boolean, note text, tags"
                    + " text[]";

    /** Few enough to stay in the processor's cache, where rows that were just read are, too. */
    private static final int POOL = 1000;

    /** Prime, and so without a common factor with any number of rows below it. */
    private static final long STRIDE = 7_368_787;

    private static final String[] TAGS = {"alpha", "beta", "gamma", "delta"};

    private final BinaryRowData key = emptyKey();
    private final GenericRowData[] pool = new GenericRowData[POOL];
    private final JoinedRowData row = new JoinedRowData();
    private final long from;
    private final long step;
    private final long total;
    private final boolean isShuffled;

    private long next;

    /**
     * The rows of one of several subtasks.
     *
     * @param total of all subtasks
     * @param isShuffled whether keys come in an order that looks random, or ascending
     * @param hasArrayText whether the array comes as the text of a PostgreSQL literal, for peers
     *     that don't write arrays
     */
    BenchRows(int subtask, int parallelism, long total, boolean isShuffled, boolean hasArrayText) {
        this.from = subtask;
        this.step = parallelism;
        this.total = total;
        this.isShuffled = isShuffled;
        Random random = new Random(42);
        for (int i = 0; i < POOL; i++) {
            pool[i] = withoutKey(random, hasArrayText);
        }
    }

    private static BinaryRowData emptyKey() {
        BinaryRowData row = new BinaryRowData(/* arity= */ 1);
        int bytes = BinaryRowData.calculateFixPartSizeInBytes(/* arity= */ 1);
        row.pointTo(MemorySegmentFactory.wrap(new byte[bytes]), /* offset= */ 0, bytes);
        return row;
    }

    private static GenericRowData withoutKey(Random random, boolean hasArrayText) {
        String first = TAGS[random.nextInt(TAGS.length)];
        String second = TAGS[random.nextInt(TAGS.length)];
        return GenericRowData.of(
                StringData.fromString(new UUID(random.nextLong(), random.nextLong()).toString()),
                TimestampData.fromEpochMillis(1_767_225_600_000L + random.nextInt(1_000_000_000)),
                random.nextDouble() * 180 - 90,
                random.nextDouble() * 360 - 180,
                DecimalData.fromBigDecimal(
                        BigDecimal.valueOf(random.nextInt(100_000_000), 4), 12, 4),
                (short) random.nextInt(100),
                random.nextBoolean(),
                StringData.fromString(Integer.toString(random.nextInt(100_000))),
                hasArrayText
                        ? StringData.fromString("{" + first + "," + second + "}")
                        : new GenericArrayData(
                                new Object[] {
                                    StringData.fromString(first), StringData.fromString(second)
                                }));
    }

    boolean hasNext() {
        return from + next * step < total;
    }

    /** The next row, the same object each time. */
    RowData next() {
        long index = from + next * step;
        key.setLong(0, isShuffled ? index * STRIDE % total : index);
        row.replace(key, pool[(int) (next % POOL)]);
        next++;
        return row;
    }
}
