// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import java.math.BigDecimal;
import java.util.Random;
import java.util.UUID;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/**
 * Rows of ten columns, built beforehand and handed out again and again under new keys, so that the
 * source costs next to nothing.
 *
 * <p>Not thread-safe. A row must be used before {@value #POOL} more are asked for.
 */
public final class BenchRows {

    /** The target's columns. */
    static final String COLUMNS =
            "id bigint PRIMARY KEY, uid uuid, ts timestamptz, lat double precision, lon double"
                    + " precision, price numeric(12, 4), kind smallint, ok boolean, note text, tags"
                    + " text[]";

    private static final int POOL = 20_000;

    /** Prime, and so without a common factor with any number of rows below it. */
    private static final long STRIDE = 7_368_787;

    private static final String[] TAGS = {"alpha", "beta", "gamma", "delta"};

    private final GenericRowData[] pool = new GenericRowData[POOL];
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
    public BenchRows(
            int subtask, int parallelism, long total, boolean isShuffled, boolean hasArrayText) {
        this.from = subtask;
        this.step = parallelism;
        this.total = total;
        this.isShuffled = isShuffled;
        Random random = new Random(42);
        for (int i = 0; i < POOL; i++) {
            pool[i] = row(random, hasArrayText);
        }
    }

    private static GenericRowData row(Random random, boolean hasArrayText) {
        String first = TAGS[random.nextInt(TAGS.length)];
        String second = TAGS[random.nextInt(TAGS.length)];
        return GenericRowData.of(
                0L,
                StringData.fromString(new UUID(random.nextLong(), random.nextLong()).toString()),
                TimestampData.fromEpochMillis(1_767_225_600_000L + random.nextInt(1_000_000_000)),
                random.nextDouble() * 180 - 90,
                random.nextDouble() * 360 - 180,
                DecimalData.fromBigDecimal(
                        BigDecimal.valueOf(random.nextInt(100_000_000), 4), 12, 4),
                (short) random.nextInt(100),
                random.nextBoolean(),
                StringData.fromString("note " + random.nextInt(1_000_000)),
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

    /** The next row; the same object comes again after {@value #POOL} more. */
    public RowData next() {
        long index = from + next * step;
        GenericRowData row = pool[(int) (next % POOL)];
        row.setField(0, isShuffled ? index * STRIDE % total : index);
        next++;
        return row;
    }
}
