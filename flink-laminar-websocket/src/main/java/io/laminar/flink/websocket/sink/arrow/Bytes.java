// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.arrow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Little-endian values one after another, in an array that grows and is used again. */
final class Bytes {

    private static final VarHandle SHORTS = handle(short[].class);
    private static final VarHandle INTS = handle(int[].class);
    private static final VarHandle LONGS = handle(long[].class);

    private byte[] array = new byte[256];
    private int size;

    private static VarHandle handle(Class<?> view) {
        return MethodHandles.byteArrayViewVarHandle(view, ByteOrder.LITTLE_ENDIAN);
    }

    int size() {
        return size;
    }

    void putByte(byte value) {
        int at = advance(1);
        array[at] = value;
    }

    void putShort(short value) {
        int at = advance(2);
        SHORTS.set(array, at, value);
    }

    void putInt(int value) {
        int at = advance(4);
        INTS.set(array, at, value);
    }

    void putLong(long value) {
        int at = advance(8);
        LONGS.set(array, at, value);
    }

    void putAll(byte[] values) {
        int at = advance(values.length);
        System.arraycopy(values, 0, array, at, values.length);
    }

    void putZeros(int count) {
        int at = advance(count);
        Arrays.fill(array, at, at + count, (byte) 0);
    }

    /** Appends a bit, of which {@code index} are there already. */
    void putBit(int index, boolean value) {
        if (index % 8 == 0) {
            putByte((byte) 0);
        }
        if (value) {
            array[index / 8] |= (byte) (1 << (index % 8));
        }
    }

    void copyTo(byte[] target, int at) {
        System.arraycopy(array, 0, target, at, size);
    }

    void clear() {
        size = 0;
    }

    /** Makes room, in another array maybe: look at {@link #array} only afterwards. */
    private int advance(int count) {
        int at = size;
        size = Math.addExact(size, count);
        if (size > array.length) {
            array = Arrays.copyOf(array, Math.max(size, array.length + (array.length >> 1)));
        }
        return at;
    }
}
