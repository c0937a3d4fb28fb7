// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresConnection;
import io.laminar.flink.postgres.catalog.TableName;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/**
 * Checked settings of one sink; a value that exists is valid.
 *
 * @param rowType the rows that come in; its field names are the columns that are written
 * @param batchSize rows after which a COPY is ended
 * @param flushInterval time after which a COPY is ended, or zero for never
 * @param sinkId what the sink is called on the server, or null for a name made of job and table
 */
@Internal
public record PostgresSinkConfig(
        PostgresConnection connection,
        TableName table,
        RowType rowType,
        int batchSize,
        Duration flushInterval,
        @Nullable String sinkId)
        implements Serializable {

    private static final int MAX_COLUMNS = 1600;

    public PostgresSinkConfig {
        if (batchSize < 1) {
            throw new IllegalArgumentException(
                    String.format("'batch_size' is %d, but must be at least 1.", batchSize));
        }
        if (flushInterval.isNegative()) {
            throw new IllegalArgumentException(
                    String.format(
                            "'flush.interval' is %s, but must not be negative.", flushInterval));
        }
        if (sinkId != null && sinkId.isBlank()) {
            throw new IllegalArgumentException("'sink.id' must not be blank.");
        }
        if (rowType.getFieldCount() == 0 || rowType.getFieldCount() > MAX_COLUMNS) {
            throw new IllegalArgumentException(
                    String.format(
                            "The rows have %d columns, but PostgreSQL takes 1 to %d.",
                            rowType.getFieldCount(), MAX_COLUMNS));
        }
    }

    /** What the sink is called on the server, for a job of this name. */
    public String sinkIdIn(String jobName) {
        return sinkId == null ? jobName + "/" + table : sinkId;
    }
}
