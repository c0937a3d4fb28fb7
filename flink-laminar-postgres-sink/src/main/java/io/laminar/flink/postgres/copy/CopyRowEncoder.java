// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Encodes rows as tuples of COPY in binary form: the number of fields as 16 bits, then for each
 * field its length as 32 bits (-1 for NULL) and its bytes.
 *
 * <p>No object is made for a row beyond what {@link RowData} itself makes. Not thread-safe.
 */
@Internal
public final class CopyRowEncoder {

    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final int NULL_FIELD = -1;
    private static final int TRAILER = -1;

    private final String[] names;
    private final ColumnEncoder[] encoders;

    /**
     * Chooses an encoder for each column.
     *
     * @param columns the type of each target column, in the order of the row's fields; each pair
     *     must be one that {@link ColumnEncoders#fitting} allows
     */
    public CopyRowEncoder(RowType rowType, List<PostgresType> columns) {
        List<LogicalType> types = rowType.getChildren();
        this.names = rowType.getFieldNames().toArray(String[]::new);
        this.encoders = new ColumnEncoder[types.size()];
        for (int i = 0; i < encoders.length; i++) {
            encoders[i] = ColumnEncoders.of(types.get(i), columns.get(i));
        }
    }

    /** What every COPY stream begins with. */
    public void writeHeader(CopyBuffer out) {
        out.putBytes(HEADER);
    }

    /** What every COPY stream ends with. */
    public void writeTrailer(CopyBuffer out) {
        out.putShort(TRAILER);
    }

    /**
     * Appends one row, all of it or nothing.
     *
     * @throws IllegalArgumentException if a field holds a value that PostgreSQL can't store; the
     *     message names the column
     */
    public void write(RowData row, CopyBuffer out) {
        int start = out.size();
        out.putShort(encoders.length);
        for (int i = 0; i < encoders.length; i++) {
            if (row.isNullAt(i)) {
                out.putInt(NULL_FIELD);
                continue;
            }
            try {
                encoders[i].encode(row, i, out);
            } catch (IllegalArgumentException | ArithmeticException e) {
                out.truncate(start);
                throw new IllegalArgumentException(
                        String.format("Column '%s': %s", names[i], e.getMessage()), e);
            }
        }
    }
}
