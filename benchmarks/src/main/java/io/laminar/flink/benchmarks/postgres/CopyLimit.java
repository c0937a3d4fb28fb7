// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import io.laminar.flink.postgres.copy.ColumnType;
import io.laminar.flink.postgres.copy.CopyBuffer;
import io.laminar.flink.postgres.copy.CopyRowEncoder;
import io.laminar.flink.postgres.copy.PostgresType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.VarCharType;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** What the server takes at most: ready files by {@code COPY … FROM STDIN (FORMAT binary)}. */
final class CopyLimit {

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final long TEXT_ARRAY_OID = 1009;

    /** Of {@link BenchRows}. */
    static final RowType ROW_TYPE =
            RowType.of(
                    new LogicalType[] {
                        new BigIntType(),
                        VarCharType.STRING_TYPE,
                        new LocalZonedTimestampType(6),
                        new DoubleType(),
                        new DoubleType(),
                        new DecimalType(12, 4),
                        new SmallIntType(),
                        new BooleanType(),
                        VarCharType.STRING_TYPE,
                        new ArrayType(VarCharType.STRING_TYPE)
                    },
                    new String[] {
                        "id", "uid", "ts", "lat", "lon", "price", "kind", "ok", "note", "tags"
                    });

    private static final List<ColumnType> COLUMNS =
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
                    new ColumnType.Array(
                            ColumnType.of(PostgresType.TEXT), TEXT_ARRAY_OID, "text[]"));

    private CopyLimit() {}

    /** The encoder of {@link BenchRows}. */
    static CopyRowEncoder encoder() {
        return new CopyRowEncoder(ROW_TYPE, COLUMNS);
    }

    /** Writes the rows of all subtasks, a file each. */
    static List<Path> writeFiles(Path folder, int parallelism, long rows) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            Path file = folder.resolve(parallelism + "-" + subtask + ".copy");
            BenchRows source =
                    new BenchRows(
                            subtask,
                            parallelism,
                            rows,
                            /* isShuffled= */ false,
                            /* hasArrayText= */ false);
            CopyRowEncoder encoder = encoder();
            CopyBuffer buffer = new CopyBuffer(2 * CHUNK_BYTES);
            try (OutputStream out = Files.newOutputStream(file)) {
                CopyRowEncoder.writeHeader(buffer);
                while (source.hasNext()) {
                    encoder.write(source.next(), buffer);
                    if (buffer.size() >= CHUNK_BYTES) {
                        out.write(buffer.array(), 0, buffer.size());
                        buffer.clear();
                    }
                }
                CopyRowEncoder.writeTrailer(buffer);
                out.write(buffer.array(), 0, buffer.size());
            }
            files.add(file);
        }
        return files;
    }

    /** Loads all files at the same time, each by a connection of its own; returns nanoseconds. */
    static long load(BenchServer server, String table, List<Path> files)
            throws SQLException, InterruptedException, ExecutionException {
        List<Connection> connections = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(files.size());
        try {
            List<Callable<Long>> loads = new ArrayList<>();
            for (Path file : files) {
                Connection connection = server.connect();
                connections.add(connection);
                loads.add(() -> load(connection, table, file));
            }
            long start = System.nanoTime();
            for (Future<Long> load : threads.invokeAll(loads)) {
                load.get();
            }
            return System.nanoTime() - start;
        } finally {
            threads.shutdown();
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    private static long load(Connection connection, String table, Path file)
            throws SQLException, IOException {
        CopyIn copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)");
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                copy.writeToCopy(chunk, 0, length);
            }
        }
        return copy.endCopy();
    }
}
