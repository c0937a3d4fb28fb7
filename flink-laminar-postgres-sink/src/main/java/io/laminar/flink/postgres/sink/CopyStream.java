// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.TableName;
import io.laminar.flink.postgres.copy.CopyBuffer;
import io.laminar.flink.postgres.copy.CopyRowEncoder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows on their way into one table by {@code COPY … FROM STDIN (FORMAT binary)}.
 *
 * <p>A COPY begins with its first row and ends with {@link #finish()}; encoded rows are handed to
 * the socket each {@value #CHUNK_BYTES} bytes, so that the server works on them while the next ones
 * are encoded. Not thread-safe; the connection belongs to the caller.
 */
final class CopyStream {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final PGConnection connection;
    private final String statement;
    private final CopyRowEncoder encoder;
    private final CopyBuffer buffer = new CopyBuffer(2 * CHUNK_BYTES);

    private @Nullable CopyIn copy;
    private int rows;
    private long sentBytes;

    CopyStream(Connection connection, TableName table, RowType rowType, CopyRowEncoder encoder)
            throws SQLException {
        this.connection = connection.unwrap(PGConnection.class);
        this.encoder = encoder;
        this.statement =
                rowType.getFieldNames().stream()
                        .map(TableName::quote)
                        .collect(
                                Collectors.joining(
                                        ", ",
                                        "COPY " + table.sql() + " (",
                                        ") FROM STDIN (FORMAT binary)"));
    }

    /** Rows written since the COPY began; 0 if none is open. */
    int rows() {
        return rows;
    }

    /** Bytes given to the socket since this stream was made. */
    long sentBytes() {
        return sentBytes;
    }

    void write(RowData row) throws SQLException {
        CopyIn open = copy;
        if (open == null) {
            open = connection.getCopyAPI().copyIn(statement);
            copy = open;
            encoder.writeHeader(buffer);
        }
        encoder.write(row, buffer);
        rows++;
        if (buffer.size() >= CHUNK_BYTES) {
            send(open);
        }
    }

    /** Ends the COPY, if one is open; on return the server has taken every row. */
    void finish() throws SQLException {
        CopyIn open = copy;
        if (open == null) {
            return;
        }
        encoder.writeTrailer(buffer);
        send(open);
        open.endCopy();
        copy = null;
        rows = 0;
    }

    /** Gives up the COPY, if one is open: the server forgets its rows. */
    void abort() throws SQLException {
        CopyIn open = copy;
        copy = null;
        rows = 0;
        buffer.clear();
        if (open != null && open.isActive()) {
            open.cancelCopy();
        }
    }

    private void send(CopyIn open) throws SQLException {
        open.writeToCopy(buffer.array(), 0, buffer.size());
        sentBytes += buffer.size();
        buffer.clear();
    }
}
