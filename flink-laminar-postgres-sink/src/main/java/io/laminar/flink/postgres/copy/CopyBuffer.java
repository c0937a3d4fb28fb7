// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.flink.annotation.Internal;

/**
 * A growing array of bytes in network order, reused from row to row.
 *
 * <p>Not thread-safe.
 */
@Internal
public final class CopyBuffer {

    private static final int NULL_LENGTH = -1;

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int initialCapacity;
    private byte[] bytes;
    private int size;

    public CopyBuffer(int initialCapacity) {
        this.initialCapacity = initialCapacity;
        this.bytes = new byte[initialCapacity];
    }

    /** The array that holds {@link #size()} bytes from index 0; valid until the next write. */
    public byte[] array() {
        return bytes;
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    /** As {@link #clear()}; gives back an array that has grown past {@code mostKept} bytes. */
    public void clear(int mostKept) {
        clear();
        if (bytes.length > mostKept) {
            bytes = new byte[initialCapacity];
        }
    }

    /** Forgets what was written after {@code position}. */
    void truncate(int position) {
        size = position;
    }

    /** Makes room for {@code length} bytes, counts them as written, and returns their start. */
    int reserve(int length) {
        int start = size;
        if (bytes.length - start < length) {
            grow(length);
        }
        size = start + length;
        return start;
    }

    /** Makes room for the length of a field that is written next; {@link #endField} fills it in. */
    int beginField() {
        return reserve(Integer.BYTES);
    }

    /** Ends the field that {@link #beginField} gave this position for. */
    void endField(int field) {
        setInt(field, size - field - Integer.BYTES);
    }

    private void grow(int length) {
        long wanted = Math.max((long) size + length, 2L * bytes.length);
        if ((long) size + length > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException(
                    "The batch would be larger than 2 GiB with this row, and COPY in binary form"
                            + " carries no value that is larger than 1 GiB.");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
    }

    void putByte(int value) {
        int at = reserve(1);
        bytes[at] = (byte) value;
    }

    void putShort(int value) {
        int at = reserve(2);
        setShort(at, value);
    }

    void setShort(int at, int value) {
        SHORTS.set(bytes, at, (short) value);
    }

    void putInt(int value) {
        int at = reserve(4);
        setInt(at, value);
    }

    void setInt(int at, int value) {
        INTS.set(bytes, at, value);
    }

    void putLong(long value) {
        int at = reserve(Long.BYTES);
        LONGS.set(bytes, at, value);
    }

    /** A field that is NULL: a length of -1, and no bytes. */
    void putNull() {
        putInt(NULL_LENGTH);
    }

    /** A field of two bytes, with its length. */
    void putShortField(int value) {
        int at = reserve(Integer.BYTES + Short.BYTES);
        setInt(at, Short.BYTES);
        setShort(at + Integer.BYTES, value);
    }

    /** A field of four bytes, with its length. */
    void putIntField(int value) {
        int at = reserve(Integer.BYTES + Integer.BYTES);
        setInt(at, Integer.BYTES);
        setInt(at + Integer.BYTES, value);
    }

    /** A field of eight bytes, with its length. */
    void putLongField(long value) {
        int at = reserve(Integer.BYTES + Long.BYTES);
        setInt(at, Long.BYTES);
        LONGS.set(bytes, at + Integer.BYTES, value);
    }

    void putBytes(byte[] source) {
        putBytes(source, 0, source.length);
    }

    /** Appends a part of {@code source}. */
    public void putBytes(byte[] source, int offset, int length) {
        // Not as an argument: it may replace the array that stands before it.
        int at = reserve(length);
        System.arraycopy(source, offset, bytes, at, length);
    }

    /** Text without any character past U+007F. */
    void putAscii(String text) {
        int at = reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[at + i] = (byte) text.charAt(i);
        }
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}
