// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RawValueData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.types.RowKind;

/**
 * The elements of an array as if they were the fields of a row, so that one encoder does for both.
 * Used again for the next array.
 *
 * <p>Flink 2.1 adds a getter for VARIANT, which no column type takes, so it is never called.
 */
final class ArrayElements implements RowData {

    private ArrayData array = new GenericArrayData(new Object[0]);

    /** Shows this array from now on. */
    ArrayElements of(ArrayData shown) {
        this.array = shown;
        return this;
    }

    @Override
    public int getArity() {
        return array.size();
    }

    @Override
    public RowKind getRowKind() {
        return RowKind.INSERT;
    }

    @Override
    public void setRowKind(RowKind kind) {
        throw new UnsupportedOperationException("Elements of an array have no kind.");
    }

    @Override
    public boolean isNullAt(int position) {
        return array.isNullAt(position);
    }

    @Override
    public boolean getBoolean(int position) {
        return array.getBoolean(position);
    }

    @Override
    public byte getByte(int position) {
        return array.getByte(position);
    }

    @Override
    public short getShort(int position) {
        return array.getShort(position);
    }

    @Override
    public int getInt(int position) {
        return array.getInt(position);
    }

    @Override
    public long getLong(int position) {
        return array.getLong(position);
    }

    @Override
    public float getFloat(int position) {
        return array.getFloat(position);
    }

    @Override
    public double getDouble(int position) {
        return array.getDouble(position);
    }

    @Override
    public StringData getString(int position) {
        return array.getString(position);
    }

    @Override
    public DecimalData getDecimal(int position, int precision, int scale) {
        return array.getDecimal(position, precision, scale);
    }

    @Override
    public TimestampData getTimestamp(int position, int precision) {
        return array.getTimestamp(position, precision);
    }

    @Override
    public <T> RawValueData<T> getRawValue(int position) {
        return array.getRawValue(position);
    }

    @Override
    public byte[] getBinary(int position) {
        return array.getBinary(position);
    }

    @Override
    public ArrayData getArray(int position) {
        return array.getArray(position);
    }

    @Override
    public MapData getMap(int position) {
        return array.getMap(position);
    }

    @Override
    public RowData getRow(int position, int arity) {
        return array.getRow(position, arity);
    }
}
