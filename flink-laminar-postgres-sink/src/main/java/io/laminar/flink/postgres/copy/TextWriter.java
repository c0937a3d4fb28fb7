// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import org.apache.flink.table.data.RowData;

/** Appends one value that is not NULL as text in UTF-8, without its length. */
@FunctionalInterface
interface TextWriter {

    /**
     * Appends the text.
     *
     * @throws IllegalArgumentException if there is no such text; the message says why, the caller
     *     adds the column
     */
    void write(RowData row, int position, CopyBuffer out);
}
