// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import io.laminar.flink.postgres.option.SchemaEvolution;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * What the sink may do to the target's schema before the first row.
 *
 * @param isTableCreated whether a table that is missing is created
 * @param primaryKey columns of the primary key that a created table gets; empty for none
 */
@Internal
public record SchemaChanges(
        boolean isTableCreated, List<String> primaryKey, SchemaEvolution evolution)
        implements Serializable {

    public static final SchemaChanges NONE =
            new SchemaChanges(/* isTableCreated= */ false, List.of(), SchemaEvolution.NONE);

    public SchemaChanges {
        primaryKey = List.copyOf(primaryKey);
    }
}
