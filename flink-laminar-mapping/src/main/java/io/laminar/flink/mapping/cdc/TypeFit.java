// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc;

import java.util.List;
import java.util.Set;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** Whether a type of the DDL takes every value of a column upstream. */
final class TypeFit {

    /** Each takes the values of those before it. */
    private static final List<LogicalTypeRoot> INTEGERS =
            List.of(
                    LogicalTypeRoot.TINYINT,
                    LogicalTypeRoot.SMALLINT,
                    LogicalTypeRoot.INTEGER,
                    LogicalTypeRoot.BIGINT);

    private TypeFit() {}

    static boolean fits(LogicalType detected, Set<LogicalTypeRoot> alsoFits, LogicalType declared) {
        LogicalTypeRoot root = declared.getTypeRoot();
        if (alsoFits.contains(root)) {
            return true;
        }
        if (declared instanceof DecimalType wide && detected instanceof DecimalType narrow) {
            // Flink CDC makes NULL of a number that is too large, and rounds one that is too fine.
            return wide.getScale() >= narrow.getScale()
                    && wide.getPrecision() - wide.getScale()
                            >= narrow.getPrecision() - narrow.getScale();
        }
        // Lengths and fractions of a second are not held to: Flink CDC does not cut values.
        return root == detected.getTypeRoot()
                || isAny(LogicalTypeFamily.CHARACTER_STRING, declared, detected)
                || isAny(LogicalTypeFamily.BINARY_STRING, declared, detected)
                || isWider(INTEGERS, root, detected.getTypeRoot())
                || (root == LogicalTypeRoot.DOUBLE
                        && detected.getTypeRoot() == LogicalTypeRoot.FLOAT);
    }

    private static boolean isAny(LogicalTypeFamily family, LogicalType a, LogicalType b) {
        return a.is(family) && b.is(family);
    }

    private static boolean isWider(
            List<LogicalTypeRoot> roots, LogicalTypeRoot declared, LogicalTypeRoot detected) {
        return roots.contains(detected) && roots.indexOf(declared) > roots.indexOf(detected);
    }
}
