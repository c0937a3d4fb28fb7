// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.List;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;

/** That no object is made for a row; the JVM counts the bytes that a thread allocates. */
class RowAllocationTest {

    private static final int ROWS = 100_000;
    private static final int ROUNDS = 10;
    private static final int FULL_BYTES = 1024 * 1024;

    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private final CopyBuffer buffer = new CopyBuffer(2 * FULL_BYTES);

    /** The table of the benchmarks. */
    private static CopyRowEncoder encoder() {
        RowType type =
                (RowType)
                        EncodedField.type(
                                "ROW<id BIGINT, uid STRING, ts TIMESTAMP_LTZ(6), lat DOUBLE, lon"
                                        + " DOUBLE, price DECIMAL(12, 4), kind SMALLINT, ok BOOLEAN,"
                                        + " note STRING, tags ARRAY<STRING>>");
        return new CopyRowEncoder(
                type,
                List.of(
                        ColumnType.of(PostgresType.INT8),
                        ColumnType.of(PostgresType.UUID),
                        ColumnType.of(PostgresType.TIMESTAMPTZ),
                        ColumnType.of(PostgresType.FLOAT8),
                        ColumnType.of(PostgresType.FLOAT8),
                        ColumnType.of(PostgresType.NUMERIC),
                        ColumnType.of(PostgresType.INT2),
                        ColumnType.of(PostgresType.BOOL),
                        ColumnType.of(PostgresType.TEXT),
                        new ColumnType.Array(ColumnType.of(PostgresType.TEXT), 1009, "text[]")));
    }

    private static RowData row() {
        return GenericRowData.of(
                1L << 40,
                StringData.fromString("0d3b1f6e-1c55-4f0c-9f0a-3a1d1c7e9b42"),
                TimestampData.fromEpochMillis(1_767_225_600_000L, 123_000),
                48.2,
                -16.4,
                DecimalData.fromBigDecimal(new BigDecimal("1234.5678"), 12, 4),
                (short) 7,
                true,
                StringData.fromString("päivää"),
                new GenericArrayData(
                        new Object[] {StringData.fromString("a"), StringData.fromString("b")}));
    }

    @Test
    void makesNoObjectForARow() {
        CopyRowEncoder encoder = encoder();
        RowData row = row();
        assertThat(leastBytesARow(() -> encoder.write(row, buffer))).isLessThan(1);
    }

    @Test
    void makesNoObjectForARowWithAKey() {
        CopyRowEncoder encoder = encoder();
        RowData row = row();
        assertThat(leastBytesARow(() -> encoder.write(1, row, /* keys= */ 2, buffer)))
                .isLessThan(1);
    }

    /** Of several rounds, since the first ones also pay for what the compiler has not yet seen. */
    private double leastBytesARow(Runnable write) {
        double least = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROWS; i++) {
                if (buffer.size() >= FULL_BYTES) {
                    buffer.clear();
                }
                write.run();
            }
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            least = Math.min(least, (double) bytes / ROWS);
        }
        return least;
    }
}
