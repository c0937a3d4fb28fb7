// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

import java.util.List;
import org.apache.flink.table.data.RowData;

/** A condition on a row; immutable. */
@FunctionalInterface
interface Predicate {

    Truth test(RowData row);

    default Predicate negated() {
        return row -> test(row).negated();
    }

    /** True if all are; false if one is. */
    static Predicate allOf(List<Predicate> parts) {
        return combined(parts, Truth.FALSE);
    }

    /** True if one is; false if all are. */
    static Predicate anyOf(List<Predicate> parts) {
        return combined(parts, Truth.TRUE);
    }

    private static Predicate combined(List<Predicate> parts, Truth deciding) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Predicate[] array = parts.toArray(new Predicate[0]);
        return row -> {
            Truth result = deciding.negated();
            for (Predicate part : array) {
                Truth truth = part.test(row);
                if (truth == deciding) {
                    return deciding;
                }
                if (truth == Truth.UNKNOWN) {
                    result = Truth.UNKNOWN;
                }
            }
            return result;
        };
    }
}
