// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import java.util.List;
import java.util.stream.IntStream;
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
    private static final int TRAILER = -1;

    /** Bytes of a tuple before its first field. */
    private static final int TUPLE_HEADER_BYTES = Short.BYTES;

    /** Bytes of the field that {@link #write(long, RowData, int, CopyBuffer)} puts in front. */
    private static final int SEQUENCE_BYTES = Integer.BYTES + Long.BYTES;

    /** Where the second field of a tuple begins whose first one is a sequence number. */
    public static final int AFTER_SEQUENCE = TUPLE_HEADER_BYTES + SEQUENCE_BYTES;

    private final String[] names;
    private final ColumnEncoder[] encoders;
    private final int[] positions;

    /**
     * Chooses an encoder for each column.
     *
     * @param columns the type of each target column, in the order of the row's fields; each pair
     *     must be one that {@link TypeMapping#findings} finds nothing about
     */
    public CopyRowEncoder(RowType rowType, List<ColumnType> columns) {
        this(rowType, columns, IntStream.range(0, rowType.getFieldCount()).toArray());
    }

    /**
     * As the other, but writes the fields in another order.
     *
     * @param positions of the row's fields in the order in which they are written
     */
    public CopyRowEncoder(RowType rowType, List<ColumnType> columns, int[] positions) {
        List<LogicalType> types = rowType.getChildren();
        this.positions = positions.clone();
        this.names = new String[positions.length];
        this.encoders = new ColumnEncoder[positions.length];
        for (int i = 0; i < positions.length; i++) {
            names[i] = rowType.getFieldNames().get(positions[i]);
            encoders[i] = ColumnEncoders.of(types.get(positions[i]), columns.get(positions[i]));
        }
    }

    /** What every COPY stream begins with. */
    public static void writeHeader(CopyBuffer out) {
        out.putBytes(HEADER);
    }

    /** What every COPY stream ends with. */
    public static void writeTrailer(CopyBuffer out) {
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
        writeFields(row, 0, encoders.length, start, out);
    }

    /**
     * Appends one change with a {@code bigint} in front of its fields, all of it or nothing.
     *
     * @param sequence negative for a deletion, of which only the key is looked at; the other fields
     *     are written as NULL
     * @param keys how many of the first fields must not be NULL
     * @return where the last of these fields ends in {@code out}
     * @throws IllegalArgumentException as {@link #write(RowData, CopyBuffer)}, or if a key is NULL
     */
    public int write(long sequence, RowData row, int keys, CopyBuffer out) {
        int start = out.size();
        out.putShort(encoders.length + 1);
        out.putInt(Long.BYTES);
        out.putLong(sequence);
        for (int i = 0; i < keys; i++) {
            if (row.isNullAt(positions[i])) {
                out.truncate(start);
                throw new IllegalArgumentException(
                        String.format("Column '%s': it is part of the key, but NULL.", names[i]));
            }
        }
        writeFields(row, 0, keys, start, out);
        int keysEnd = out.size();
        if (sequence > 0) {
            writeFields(row, keys, encoders.length, start, out);
        } else {
            for (int i = keys; i < encoders.length; i++) {
                out.putNull();
            }
        }
        return keysEnd;
    }

    private void writeFields(RowData row, int from, int to, int start, CopyBuffer out) {
        for (int i = from; i < to; i++) {
            int position = positions[i];
            if (row.isNullAt(position)) {
                out.putNull();
                continue;
            }
            try {
                encoders[i].encode(row, position, out);
            } catch (IllegalArgumentException | ArithmeticException e) {
                out.truncate(start);
                throw new IllegalArgumentException(
                        String.format("Column '%s': %s", names[i], e.getMessage()), e);
            }
        }
    }
}
