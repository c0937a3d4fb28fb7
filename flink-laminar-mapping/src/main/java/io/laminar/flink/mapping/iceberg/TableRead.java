// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import io.laminar.flink.sdk.option.OptionReader;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.api.ValidationException;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/** Whether and from where a table can be read. */
final class TableRead {

    private static final String START_SNAPSHOT_ID = "start-snapshot-id";
    private static final String START_TAG = "start-tag";

    private final TablePlan plan;
    private final OptionReader problems = new OptionReader(IcebergMapping.CONNECTOR, Map.of());

    TableRead(TablePlan plan) {
        this.plan = plan;
    }

    /**
     * The options by which Iceberg reads it.
     *
     * @throws ValidationException with all that is in the way
     */
    Map<String, String> options(LakeCatalog catalog) {
        Map<String, String> options = new HashMap<>(plan.options());
        catalog.table()
                .ifPresentOrElse(
                        table -> check(table, options),
                        () -> problems.problem(IcebergErrors.noTable(plan.table())));
        problems.throwProblems();
        return options;
    }

    private void check(Table table, Map<String, String> options) {
        new TableColumns(plan, table).checkRead(problems);
        if (Boolean.parseBoolean(options.get("streaming"))) {
            checkStreaming(table, resolveStart(table, options));
        }
    }

    /** Iceberg's streaming read ignores a tag to start from, so that its snapshot has to do. */
    private @Nullable Long resolveStart(Table table, Map<String, String> options) {
        String tag = options.remove(START_TAG);
        if (tag != null) {
            SnapshotRef reference = table.refs().get(tag);
            if (reference == null || !reference.isTag()) {
                problems.problem(
                        IcebergErrors.noSuchStart(plan.table(), "with the tag '" + tag + "'"));
                return null;
            }
            options.put(START_SNAPSHOT_ID, Long.toString(reference.snapshotId()));
        }
        String start = options.get(START_SNAPSHOT_ID);
        if (start == null) {
            return null;
        }
        long id = Long.parseLong(start);
        if (table.snapshot(id) == null) {
            problems.problem(IcebergErrors.noSuchStart(plan.table(), start));
        }
        return id;
    }

    private void checkStreaming(Table table, @Nullable Long start) {
        if (Boolean.parseBoolean(table.properties().get(TableProperties.UPSERT_ENABLED))) {
            problems.problem(IcebergErrors.streamingOfUpserts(plan.table()));
            return;
        }
        for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
            if (DataOperations.OVERWRITE.equals(snapshot.operation())
                    || DataOperations.DELETE.equals(snapshot.operation())) {
                problems.problem(
                        IcebergErrors.streamingOfOverwrite(plan.table(), snapshot.snapshotId()));
                return;
            }
            if (start != null && snapshot.snapshotId() == start) {
                return;
            }
        }
    }
}
