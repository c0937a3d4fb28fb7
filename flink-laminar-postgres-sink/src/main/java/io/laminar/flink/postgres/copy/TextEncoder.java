// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinarySegmentUtils;
import org.apache.flink.table.data.binary.BinaryStringData;

/** CHAR, VARCHAR and STRING as UTF-8, copied once from where Flink keeps them. */
final class TextEncoder implements ColumnEncoder {

    @Override
    public void encode(RowData row, int position, CopyBuffer out) {
        BinaryStringData string = (BinaryStringData) row.getString(position);
        string.ensureMaterialized();
        int length = string.getSizeInBytes();
        out.putInt(length);
        int start = out.reserve(length);
        byte[] target = out.array();
        BinarySegmentUtils.copyToBytes(
                string.getSegments(), string.getOffset(), target, start, length);
        for (int i = start; i < start + length; i++) {
            if (target[i] == 0) {
                throw new IllegalArgumentException(
                        "the text holds the character U+0000, which PostgreSQL can't store. Remove"
                                + " it with REPLACE(column, U&'\\0000', '') or store BYTES.");
            }
        }
    }
}
