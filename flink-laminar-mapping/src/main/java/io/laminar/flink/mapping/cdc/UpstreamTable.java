// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table whose changes are read, as the upstream system has it.
 *
 * @param name for messages and statements: quoted where it has to be
 * @param key columns of the primary key, in its order; empty if there is none
 */
@Internal
public record UpstreamTable(String name, List<UpstreamColumn> columns, List<String> key) {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamTable.class);

    public UpstreamTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** The column of this name; names are compared as they are. */
    public Optional<UpstreamColumn> column(String column) {
        return columns.stream().filter(candidate -> candidate.name().equals(column)).findFirst();
    }

    /**
     * Columns and key for a DDL that leaves them out. A column that can't be delivered is left out
     * too, with a warning.
     */
    public ResolvedSchema schema() {
        List<Column> physical = new ArrayList<>();
        for (UpstreamColumn column : columns) {
            if (column.dataType() == null) {
                LOG.warn(
                        "The column {} of {} is left out: its type {} can't be delivered.",
                        column.name(),
                        name,
                        column.type());
            } else {
                physical.add(Column.physical(column.name(), column.dataType()));
            }
        }
        return new ResolvedSchema(
                physical,
                List.of(),
                key.isEmpty() ? null : UniqueConstraint.primaryKey("upstream_key", key));
    }
}
