// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import io.laminar.flink.postgres.catalog.TableErrors;
import io.laminar.flink.postgres.catalog.TargetTable;
import io.laminar.flink.postgres.catalog.UniqueKeys;
import io.laminar.flink.postgres.copy.CopyRowEncoder;
import io.laminar.flink.postgres.option.ErrorPolicy;
import io.laminar.flink.postgres.option.WriteMode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.flink.table.types.logical.RowType;

/** What the rows and the table make of each other: encoder, batches and statements. */
final class WritePlan {

    private final PostgresSinkConfig config;
    private final TargetTable target;
    private final int[] positions;
    private final StagingSql sql;
    private final RefusedRowLog refused;

    private WritePlan(PostgresSinkConfig config, TargetTable target) {
        this.config = config;
        this.target = target;
        List<String> fields = config.rowType().getFieldNames();
        List<String> keys = config.writing().key();
        List<String> others = fields.stream().filter(field -> !keys.contains(field)).toList();
        this.sql = new StagingSql(config.table(), keys, others);
        this.positions =
                IntStream.concat(
                                keys.stream().mapToInt(fields::indexOf),
                                others.stream().mapToInt(fields::indexOf))
                        .toArray();
        this.refused = new RefusedRowLog(config.table().toString());
    }

    /**
     * Reads the table's columns.
     *
     * @throws IOException if the table does not fit the rows; the message holds all findings
     */
    static WritePlan read(PostgresSinkConfig config, PostgresSession session, Route route)
            throws SQLException, IOException {
        TargetTable target = TargetTable.read(session.connection(), config.table());
        List<String> findings =
                TargetFindings.whenStarted(config, session.connection(), target, route);
        if (!findings.isEmpty()) {
            throw new IOException(
                    TableErrors.tableDoesNotFit(
                            config.table().toString(),
                            config.connection().displayName(),
                            findings));
        }
        return new WritePlan(config, target);
    }

    /** The query that a staging table is created as. */
    String stagedColumns() {
        return sql.columnsOfTarget(target.domainBases());
    }

    RefusedRowLog refused() {
        return refused;
    }

    RowBatch newBatch() {
        RowType rowType = config.rowType();
        CopyRowEncoder encoder = new CopyRowEncoder(rowType, target.types(rowType), positions);
        int capacity = config.flushing().batchSize();
        PostgresSinkConfig.Writing writing = config.writing();
        return writing.mode() == WriteMode.APPEND
                ? new AppendBatch(encoder, capacity)
                : new UpsertBatch(
                        encoder, writing.key().size(), writing.ignoresDeletes(), capacity);
    }

    /** Brings rows straight into the table, by a COPY of their own. */
    RowLoader copyInto(Supplier<String> table) {
        return leavingOutRefused(new CopyLoader(() -> sql.copyInto(table.get())));
    }

    /** Brings changes into the table, by a temporary table of the session's own. */
    MergeLoader merge(PostgresSession session) throws SQLException {
        return new MergeLoader(
                sql,
                stagedColumns(),
                UniqueKeys.areEqualOnlyByBytes(
                        session.connection(), config.table(), config.writing().key()));
    }

    /** The loader, or if rows may be left out, one that finds them. */
    RowLoader leavingOutRefused(RowLoader loader) {
        return config.onError() == ErrorPolicy.SKIP ? new BisectingLoader(loader, refused) : loader;
    }
}
