// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import io.laminar.flink.postgres.copy.ColumnType.Array;
import java.util.Arrays;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * ARRAY as an array: number of dimensions, whether an element is NULL, the elements' type, length
 * and first index of each dimension, then the elements as fields ({@code array_recv}).
 *
 * <p>Arrays of arrays become dimensions, so they must be rectangular. If there is no element at
 * all, the server knows but one array: the empty one.
 */
final class ArrayEncoder implements ColumnEncoder {

    private static final int FIRST_INDEX = 1;
    private static final int UNKNOWN = -1;
    private static final int HEADER_BYTES = 12;
    private static final int DIMENSION_BYTES = 8;

    private final ColumnEncoder element;
    private final int elementOid;
    private final ArrayElements[] arrays;
    private final int[] lengths;
    private boolean hasNull;

    private ArrayEncoder(ColumnEncoder element, long elementOid, int dimensions) {
        this.element = element;
        this.elementOid = (int) elementOid;
        this.arrays = new ArrayElements[dimensions];
        this.lengths = new int[dimensions];
        Arrays.setAll(arrays, dimension -> new ArrayElements());
    }

    static ArrayEncoder of(LogicalType type, Array column) {
        LogicalType elementType = ((ArrayType) type).getElementType();
        int dimensions = 1;
        while (TypeMapping.isDimension(elementType, column)) {
            elementType = ((ArrayType) elementType).getElementType();
            dimensions++;
        }
        ColumnEncoder element = ColumnEncoders.of(elementType, column.element());
        return new ArrayEncoder(element, column.element().oid(), dimensions);
    }

    @Override
    public void encode(RowData row, int position, CopyBuffer out) {
        int field = out.beginField();
        int header = out.reserve(HEADER_BYTES + DIMENSION_BYTES * lengths.length);
        Arrays.fill(lengths, UNKNOWN);
        hasNull = false;
        writeElements(row.getArray(position), 0, out);
        boolean isEmpty = lengths[lengths.length - 1] <= 0;
        out.setInt(header, isEmpty ? 0 : lengths.length);
        out.setInt(header + 4, hasNull ? 1 : 0);
        out.setInt(header + 8, elementOid);
        if (isEmpty) {
            out.truncate(header + HEADER_BYTES);
        } else {
            int at = header + HEADER_BYTES;
            for (int length : lengths) {
                out.setInt(at, length);
                out.setInt(at + 4, FIRST_INDEX);
                at += DIMENSION_BYTES;
            }
        }
        out.endField(field);
    }

    private void writeElements(ArrayData array, int dimension, CopyBuffer out) {
        int size = array.size();
        if (lengths[dimension] == UNKNOWN) {
            lengths[dimension] = size;
        } else if (lengths[dimension] != size) {
            throw new IllegalArgumentException(
                    ValueErrors.ragged(dimension + 1, size, lengths[dimension]));
        }
        ArrayElements elements = arrays[dimension].of(array);
        boolean isInnermost = dimension == lengths.length - 1;
        int i = 0;
        try {
            for (; i < size; i++) {
                if (isInnermost) {
                    writeElement(elements, i, out);
                } else if (elements.isNullAt(i)) {
                    throw new IllegalArgumentException(ValueErrors.NULL_SUBARRAY);
                } else {
                    writeElements(elements.getArray(i), dimension + 1, out);
                }
            }
        } catch (IllegalArgumentException e) {
            throw ValueErrors.inElement(i, e);
        }
    }

    private void writeElement(ArrayElements elements, int i, CopyBuffer out) {
        if (elements.isNullAt(i)) {
            out.putNull();
            hasNull = true;
        } else {
            element.encode(elements, i, out);
        }
    }
}
