// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinarySegmentUtils;
import org.apache.flink.table.data.binary.BinaryStringData;

/**
 * CHAR, VARCHAR and STRING as they are, copied once from where Flink keeps them.
 *
 * <p>A Java string with half of a surrogate pair holds no character there; Flink itself makes it a
 * question mark when it turns the string into bytes, as {@link String#getBytes()} does.
 */
final class PlainText {

    static final TextWriter WRITER = PlainText::copyChecked;

    private PlainText() {}

    private static void copyChecked(RowData row, int position, CopyBuffer out) {
        int start = copy(row, position, out);
        Utf8.check(out.array(), start, out.size());
    }

    /** Appends the text's bytes unchecked; returns where they start. */
    static int copy(RowData row, int position, CopyBuffer out) {
        return copy(row.getString(position), out);
    }

    private static int copy(StringData text, CopyBuffer out) {
        BinaryStringData string = (BinaryStringData) text;
        string.ensureMaterialized();
        int length = string.getSizeInBytes();
        int start = out.reserve(length);
        MemorySegment[] segments = string.getSegments();
        MemorySegment first = segments[0];
        if (!first.isOffHeap() && string.getOffset() + length <= first.size()) {
            // The rule; for a short text much faster than the copy by address below.
            System.arraycopy(first.getArray(), string.getOffset(), out.array(), start, length);
        } else {
            BinarySegmentUtils.copyToBytes(
                    segments, string.getOffset(), out.array(), start, length);
        }
        return start;
    }
}
