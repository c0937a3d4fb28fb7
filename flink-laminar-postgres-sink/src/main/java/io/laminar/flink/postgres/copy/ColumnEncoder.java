// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import org.apache.flink.table.data.RowData;

/**
 * Writes one field that is not NULL: its length as 32 bits, then its bytes as the receiving
 * column's {@code recv} function reads them.
 */
@FunctionalInterface
interface ColumnEncoder {

    /**
     * Encodes the field.
     *
     * @throws IllegalArgumentException if PostgreSQL has no such value; the message says why, the
     *     caller adds the column
     */
    void encode(RowData row, int position, CopyBuffer out);
}
