// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresConnection;
import io.laminar.flink.postgres.catalog.SchemaChanges;
import io.laminar.flink.postgres.catalog.TableDdl;
import io.laminar.flink.postgres.option.CommitStrategy;
import io.laminar.flink.postgres.option.ErrorPolicy;
import io.laminar.flink.postgres.option.WriteMode;
import io.laminar.flink.sdk.postgres.TableName;
import io.laminar.flink.sdk.retry.RetryPolicy;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/**
 * Checked settings of one sink; a value that exists is valid.
 *
 * @param rowType the rows that come in; its field names are the columns that are written
 * @param schemaChanges what the sink may do to the table before the first row
 * @param retry what is tried again after a failure that passes
 * @param onError what becomes of a row that the server refuses
 */
@Internal
public record PostgresSinkConfig(
        PostgresConnection connection,
        TableName table,
        RowType rowType,
        SchemaChanges schemaChanges,
        Writing writing,
        Flushing flushing,
        Committing committing,
        RetryPolicy retry,
        ErrorPolicy onError)
        implements Serializable {

    private static final int MAX_COLUMNS = 1600;
    private static final int MAX_BATCH_SIZE = 1_000_000;
    private static final int MAX_POOL_SIZE = 64;

    /** A hundred years, which added to the clock in milliseconds still fit in 64 bits. */
    private static final Duration MAX_INTERVAL = Duration.ofDays(36_500);

    /**
     * What becomes of a row.
     *
     * @param key columns that it is matched by; none for {@link WriteMode#APPEND}
     * @param ignoresDeletes whether a deleted row stays in the table
     */
    public record Writing(WriteMode mode, List<String> key, boolean ignoresDeletes)
            implements Serializable {

        public Writing {
            key = List.copyOf(key);
            if (mode == WriteMode.UPSERT && key.isEmpty()) {
                throw new IllegalArgumentException(SinkErrors.UPSERT_NEEDS_KEY);
            }
            if (mode == WriteMode.APPEND && ignoresDeletes) {
                throw new IllegalArgumentException(SinkErrors.IGNORE_DELETE_NEEDS_UPSERT);
            }
            if (mode == WriteMode.APPEND && !key.isEmpty()) {
                throw new IllegalArgumentException(SinkErrors.KEY_NEEDS_UPSERT);
            }
            if (new HashSet<>(key).size() < key.size()) {
                throw new IllegalArgumentException(SinkErrors.keyColumnTwice(key));
            }
        }

        public static Writing append() {
            return new Writing(WriteMode.APPEND, List.of(), false);
        }
    }

    /**
     * When rows go to the server.
     *
     * @param batchSize rows after which they do
     * @param interval time after which they do, or zero for never
     * @param poolSize sessions of a subtask, each with a batch on its way
     */
    public record Flushing(int batchSize, Duration interval, int poolSize) implements Serializable {

        public Flushing {
            checkRange("batch_size", batchSize, MAX_BATCH_SIZE);
            checkRange("pool_size", poolSize, MAX_POOL_SIZE);
            if (interval.isNegative() || interval.compareTo(MAX_INTERVAL) > 0) {
                throw new IllegalArgumentException(
                        String.format(
                                "'flush.interval' is %s, but must be 0 (no such time) to %d days.",
                                interval, MAX_INTERVAL.toDays()));
            }
        }

        private static void checkRange(String key, int value, int max) {
            if (value < 1 || value > max) {
                throw new IllegalArgumentException(
                        String.format("'%s' is %d, but must be 1 to %d.", key, value, max));
            }
        }
    }

    /**
     * How rows become visible exactly once.
     *
     * @param sinkId what the sink is called on the server, or null for a name made of job and table
     */
    public record Committing(CommitStrategy strategy, @Nullable String sinkId)
            implements Serializable {

        public Committing {
            if (sinkId != null && sinkId.isBlank()) {
                throw new IllegalArgumentException("'sink.id' must not be blank.");
            }
        }
    }

    public PostgresSinkConfig {
        if (rowType.getFieldCount() == 0 || rowType.getFieldCount() > MAX_COLUMNS) {
            throw new IllegalArgumentException(
                    String.format(
                            "The rows have %d columns, but PostgreSQL takes 1 to %d.",
                            rowType.getFieldCount(), MAX_COLUMNS));
        }
        for (String column : writing.key()) {
            if (!rowType.getFieldNames().contains(column)) {
                throw new IllegalArgumentException(
                        SinkErrors.keyColumnMissing(column, rowType.getFieldNames()));
            }
        }
        if (writing.mode() == WriteMode.UPSERT
                && committing.strategy() == CommitStrategy.TWO_PHASE) {
            throw new IllegalArgumentException(SinkErrors.TWO_PHASE_APPENDS_ONLY);
        }
    }

    /** Creates the table and its columns, as far as the settings allow. */
    public TableDdl tableDdl() {
        return new TableDdl(table, rowType, schemaChanges);
    }

    /** What the sink is called on the server, for a job of this name. */
    public String sinkIdIn(String jobName) {
        String written = committing.sinkId();
        return written == null ? jobName + "/" + table : written;
    }
}
