// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import io.laminar.flink.postgres.copy.CopyBuffer;
import io.laminar.flink.postgres.copy.CopyRowEncoder;
import java.util.concurrent.TimeUnit;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Encoding one row of {@link BenchRows}, of each form in which it may come. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class EncodeBenchmark {

    private static final int FULL_BYTES = 1024 * 1024;

    private final BenchRows rows = new BenchRows(0, 1, Long.MAX_VALUE / 8, false, false);
    private final CopyRowEncoder encoder = CopyLimit.encoder();
    private final CopyBuffer buffer = new CopyBuffer(2 * FULL_BYTES);

    private final RowDataSerializer serializer = new RowDataSerializer(CopyLimit.ROW_TYPE);
    private final RowData same = serializer.copy(rows.next());
    private final RowData binary = serializer.toBinaryRow(rows.next()).copy();

    /**
     * The same row of objects over and over: the encoder alone. Returns the size, so that the work
     * is not optimized away.
     */
    @Benchmark
    public int encodeSameRow() {
        if (buffer.size() >= FULL_BYTES) {
            buffer.clear();
        }
        encoder.write(same, buffer);
        return buffer.size();
    }

    /** As a row comes from another task: reading its texts and its decimal makes objects. */
    @Benchmark
    public int encodeBinaryRow() {
        if (buffer.size() >= FULL_BYTES) {
            buffer.clear();
        }
        encoder.write(binary, buffer);
        return buffer.size();
    }

    /** One row after the other, as the jobs of the benchmark do. */
    @Benchmark
    public int encodeNextRow() {
        if (buffer.size() >= FULL_BYTES) {
            buffer.clear();
        }
        encoder.write(rows.next(), buffer);
        return buffer.size();
    }
}
