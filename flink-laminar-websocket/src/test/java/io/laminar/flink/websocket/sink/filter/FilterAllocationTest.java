// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;

/** That 256 filters make no object for a row; the JVM counts the bytes that a thread allocates. */
class FilterAllocationTest {

    private static final int ROWS = 5_000;
    private static final int ROUNDS = 10;

    private static final RowType TYPE =
            RowType.of(
                    new LogicalType[] {
                        VarCharType.STRING_TYPE,
                        new DoubleType(),
                        new BigIntType(),
                        new DecimalType(10, 2)
                    },
                    new String[] {"symbol", "price", "size", "fee"});

    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    @Test
    void makesNoObjectForARow() throws Exception {
        List<RowFilter> filters = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            filters.add(
                    RowFilter.parse(
                            switch (i % 5) {
                                case 0 -> "symbol = 'S" + i + "' OR price > " + i;
                                case 1 -> "symbol LIKE '%s_" + i + "%'";
                                case 2 -> "size IN (1, 2, " + i + ") AND NOT symbol IS NULL";
                                case 3 -> "fee >= " + i + ".5";
                                default -> "symbol NOT LIKE 'S%' AND price < 3";
                            },
                            TYPE));
        }
        // As a row comes from a network or a state: bytes that no one has made a String of.
        byte[] symbol = "päiväs7".getBytes(StandardCharsets.UTF_8);
        RowData row =
                GenericRowData.of(
                        StringData.fromBytes(symbol),
                        48.2,
                        7L,
                        DecimalData.fromBigDecimal(new BigDecimal("12.34"), 10, 2));
        assertThat(leastBytesARow(filters, row)).isLessThan(1);
        assertThat(((BinaryStringData) row.getString(0)).getJavaObject()).isNull();
    }

    /** The rounds before the least one have the JIT compiler's own allocations. */
    private double leastBytesARow(List<RowFilter> filters, RowData row) {
        double least = Double.MAX_VALUE;
        int matches = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROWS; i++) {
                for (int filter = 0; filter < filters.size(); filter++) {
                    matches += filters.get(filter).matches(row) ? 1 : 0;
                }
            }
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            least = Math.min(least, (double) bytes / ROWS);
        }
        assertThat(matches).isPositive();
        return least;
    }
}
