// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc;

import io.laminar.flink.sdk.option.NearestWord;
import java.util.HashSet;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;

/** Holds the columns and the key of a DDL against the table upstream. */
@Internal
public final class DdlCheck {

    private DdlCheck() {}

    /** Notes each column that is missing or of a type that doesn't fit, and another key. */
    public static void run(ResolvedSchema ddl, UpstreamTable upstream, Findings findings) {
        for (Column column : ddl.getColumns()) {
            if (!column.isPhysical()) {
                continue;
            }
            LogicalType declared = column.getDataType().getLogicalType();
            upstream.column(column.getName())
                    .ifPresentOrElse(
                            found -> checkType(found, declared, findings),
                            () -> addMissing(column.getName(), upstream, findings));
        }
        List<String> key = ddl.getPrimaryKey().map(UniqueConstraint::getColumns).orElse(List.of());
        // Without a key upstream, what the DDL promises is for the connector to judge.
        if (!key.isEmpty()
                && !upstream.key().isEmpty()
                && !new HashSet<>(key).equals(new HashSet<>(upstream.key()))) {
            findings.add(
                    CdcErrors.keyDiffers(key, upstream.name(), upstream.key()),
                    CdcErrors.takeKey(upstream.key()));
        }
    }

    private static void checkType(UpstreamColumn found, LogicalType declared, Findings findings) {
        DataType detected = found.dataType();
        if (detected == null) {
            findings.add(
                    CdcErrors.typeUnreadable(found.name(), found.type()),
                    CdcErrors.removeColumn(found.name()));
        } else if (!TypeFit.fits(detected.getLogicalType(), found.alsoFits(), declared)) {
            findings.add(
                    CdcErrors.typeUnfit(found.name(), declared, found.type()),
                    CdcErrors.takeType(found.name(), detected));
        }
    }

    private static void addMissing(String column, UpstreamTable upstream, Findings findings) {
        List<String> names = upstream.columns().stream().map(UpstreamColumn::name).toList();
        findings.add(
                CdcErrors.columnMissing(column, upstream.name()),
                CdcErrors.takeColumn(NearestWord.to(column, names), names));
    }
}
