// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc;

import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.jspecify.annotations.Nullable;

/**
 * A column of the table whose changes are read.
 *
 * @param type as the upstream system writes it
 * @param dataType what it becomes if the DDL leaves the columns out, nullable as upstream; {@code
 *     null} if the connector has no right value of it
 * @param alsoFits roots of other types that a DDL may write, whatever their length or precision,
 *     beside the wider ones of the same kind
 */
@Internal
public record UpstreamColumn(
        String name, String type, @Nullable DataType dataType, Set<LogicalTypeRoot> alsoFits) {

    public UpstreamColumn {
        alsoFits = Set.copyOf(alsoFits);
    }
}
