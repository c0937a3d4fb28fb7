// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import io.laminar.flink.postgres.copy.CopyBuffer;
import io.laminar.flink.postgres.copy.CopyRowEncoder;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows by {@code COPY … FROM STDIN (FORMAT binary)}. */
final class CopyLoader implements RowLoader {

    private static final int FRAME_BYTES = 32;

    private final Supplier<String> statement;

    /**
     * @param statement asked for each time: the table may be another one
     */
    CopyLoader(Supplier<String> statement) {
        this.statement = statement;
    }

    @Override
    public int load(PostgresSession session, RowBatch batch, int from, int to, FlushJob.Turn turn)
            throws SQLException {
        CopyBuffer frame = new CopyBuffer(FRAME_BYTES);
        PGConnection connection = session.connection().unwrap(PGConnection.class);
        CopyIn copy = connection.getCopyAPI().copyIn(statement.get());
        try {
            CopyRowEncoder.writeHeader(frame);
            RowBatch.sendBytes(frame.array(), 0, frame.size(), copy);
            batch.send(from, to, copy);
            frame.clear();
            CopyRowEncoder.writeTrailer(frame);
            RowBatch.sendBytes(frame.array(), 0, frame.size(), copy);
            copy.endCopy();
            return 0;
        } finally {
            if (copy.isActive()) {
                // The connection broke amid it. The driver lets every other statement, even a
                // rollback, wait for the end of the COPY, which never comes.
                session.abort();
            }
        }
    }
}
