// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.types.RowKind;

/**
 * The rows of a run, each made from its number.
 *
 * <p>To append, a row's number is its id. For an upsert half of the rows go to five hot keys, which
 * so change in every epoch, some to keys of their own, the others to some fifty; one in seven is a
 * deletion, be there a row or not.
 */
final class PlannedRows {

    private static final int HOT_KEYS = 5;
    private static final int WARM_KEYS = 53;
    private static final int FIRST_KEY_OF_ITS_OWN = 1000;

    private PlannedRows() {}

    static RowData row(SinkKind kind, long number) {
        if (!kind.isUpsert()) {
            return GenericRowData.of(number, StringData.fromString(payload(number)));
        }
        return GenericRowData.ofKind(
                isDeletion(number) ? RowKind.DELETE : RowKind.INSERT,
                key(number),
                StringData.fromString(payload(number)));
    }

    static String payload(long number) {
        return "row " + number;
    }

    /** The payload of each key once the rows 0 to rows - 1 are written in order. */
    static Map<Long, String> newest(long rows) {
        Map<Long, String> newest = new TreeMap<>();
        for (long number = 0; number < rows; number++) {
            if (isDeletion(number)) {
                newest.remove(key(number));
            } else {
                newest.put(key(number), payload(number));
            }
        }
        return newest;
    }

    private static long key(long number) {
        if (number % 11 == 0) {
            return FIRST_KEY_OF_ITS_OWN + number;
        }
        return number % 2 == 0 ? number % HOT_KEYS : HOT_KEYS + number % WARM_KEYS;
    }

    private static boolean isDeletion(long number) {
        return number % 7 == 3;
    }
}
