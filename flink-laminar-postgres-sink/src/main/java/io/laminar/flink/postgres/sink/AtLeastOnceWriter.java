// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.IOUtils;

/**
 * Writes rows as they come; each COPY is a transaction of its own.
 *
 * <p>Guarantee: a row is on the server's disk before a checkpoint that holds it completes; after a
 * failure rows since the last checkpoint are written again. Runs on the task's mailbox thread.
 */
@Internal
public final class AtLeastOnceWriter implements SinkWriter<RowData> {

    private final Connection connection;
    private final RowCopier copier;

    public AtLeastOnceWriter(PostgresSinkConfig config, WriterInitContext context)
            throws IOException {
        try {
            this.connection = config.connection().open("flink-laminar " + config.table());
        } catch (SQLException e) {
            throw Failures.opening(config, e);
        }
        try {
            this.copier = new RowCopier(config, connection, context);
        } catch (SQLException e) {
            IOUtils.closeQuietly(connection);
            throw Failures.opening(config, e);
        } catch (IOException e) {
            IOUtils.closeQuietly(connection);
            throw e;
        }
    }

    @Override
    public void write(RowData row, Context context) throws IOException {
        try {
            copier.write(row);
        } catch (SQLException e) {
            throw Failures.writing(e);
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
        try {
            copier.finish();
        } catch (SQLException e) {
            throw Failures.writing(e);
        }
    }

    @Override
    public void close() throws Exception {
        try (connection) {
            copier.close();
        }
    }
}
