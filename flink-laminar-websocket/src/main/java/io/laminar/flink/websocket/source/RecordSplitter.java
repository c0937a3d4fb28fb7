// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of one message, one after the other, looking at bytes only: every byte that
 * matters is ASCII, and no byte of a longer UTF-8 sequence is.
 *
 * <p>It does not validate. What is not JSON comes out in pieces that the format then refuses; no
 * byte but white space, and the brackets and commas of an array, is lost. Not thread-safe.
 */
final class RecordSplitter {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST_BITS = ONES << 7;
    private static final long BRACES = ONES * '}';

    private final RecordLayout layout;
    private final byte[] message;

    /** Where JSON ends but for white space; looked for once, since it is needed for each record. */
    private final int jsonEnd;

    private int position;
    private boolean insideArray;

    RecordSplitter(RecordLayout layout, byte[] message) {
        this.layout = layout;
        this.message = message;
        this.jsonEnd = layout == RecordLayout.JSON ? endOfJson(message) : message.length;
    }

    private static int endOfJson(byte[] message) {
        int end = message.length;
        while (end > 0 && isWhitespace(message[end - 1])) {
            end--;
        }
        return end;
    }

    /** The next record, or null past the last. */
    byte @Nullable [] next() {
        return switch (layout) {
            case WHOLE_MESSAGE -> nextWhole();
            case LINES -> nextLine();
            case JSON -> nextJson();
        };
    }

    /** Whether no record follows for sure; the next one may still turn out to be null. */
    boolean isAtEnd() {
        if (layout == RecordLayout.JSON) {
            skipWhitespace();
        }
        return position >= message.length && !insideArray;
    }

    private byte @Nullable [] nextWhole() {
        if (position > 0 || message.length == 0) {
            return null;
        }
        position = message.length;
        return message;
    }

    private byte @Nullable [] nextLine() {
        while (position < message.length) {
            int start = position;
            int end = start;
            while (end < message.length && message[end] != '\n') {
                end++;
            }
            position = end + 1;
            if (end > start && message[end - 1] == '\r') {
                end--;
            }
            if (end > start) {
                return slice(start, end);
            }
        }
        return null;
    }

    private byte @Nullable [] nextJson() {
        skipWhitespace();
        if (!insideArray) {
            int end = endOfLoneObject();
            if (end > 0) {
                int start = position;
                position = message.length;
                return slice(start, end);
            }
        }
        if (!insideArray) {
            // Arrays may follow each other, and may be empty.
            while (position < message.length && message[position] == '[') {
                position++;
                skipWhitespace();
                if (position == message.length || message[position] != ']') {
                    insideArray = true;
                    break;
                }
                position++;
                skipWhitespace();
            }
        }
        if (position >= message.length) {
            return insideArray ? unfinishedArray() : null;
        }
        int start = position;
        int end = endOfValue();
        position = end;
        if (insideArray) {
            skipWhitespace();
            if (position < message.length && message[position] == ',') {
                position++;
            } else if (position < message.length && message[position] == ']') {
                position++;
                insideArray = false;
            } else if (position < message.length) {
                // Two values without a comma: one piece, for the format to refuse.
                position = message.length;
                insideArray = false;
                end = message.length;
            }
        }
        return slice(start, end);
    }

    /**
     * The end of an object that is the rest of the message, or 0 if that is not plain to see. Most
     * messages are one object without another one inside: the first closing brace is the last
     * character. That brace is looked for by eight bytes.
     */
    private int endOfLoneObject() {
        if (jsonEnd - position < 2 || message[position] != '{' || message[jsonEnd - 1] != '}') {
            return 0;
        }
        int next = position;
        while (next + Long.BYTES < jsonEnd && !holdsBrace((long) LONGS.get(message, next))) {
            next += Long.BYTES;
        }
        while (message[next] != '}') {
            next++;
        }
        return next == jsonEnd - 1 ? jsonEnd : 0;
    }

    /** A byte less one borrows from its highest bit if it was zero. */
    private static boolean holdsBrace(long bytes) {
        long zeroWhereBrace = bytes ^ BRACES;
        return ((zeroWhereBrace - ONES) & ~zeroWhereBrace & HIGHEST_BITS) != 0;
    }

    /** An array that is cut off must not pass for a shorter one. */
    private byte[] unfinishedArray() {
        insideArray = false;
        return new byte[] {'['};
    }

    /** The end of the value that starts here, trailing white space not included. */
    private int endOfValue() {
        byte first = message[position];
        if (first == '{' || first == '[') {
            return endOfContainer();
        }
        int end = first == '"' ? endOfString(position) : position;
        while (end < message.length && !endsScalar(message[end])) {
            end++;
        }
        int trimmed = end;
        while (trimmed > position + 1 && isWhitespace(message[trimmed - 1])) {
            trimmed--;
        }
        // A stray comma or bracket is a record of its own: it must be seen, and left behind.
        return Math.max(trimmed, position + 1);
    }

    private boolean endsScalar(byte character) {
        return character == '\n' || (insideArray && (character == ',' || character == ']'));
    }

    private int endOfContainer() {
        int depth = 0;
        int end = position;
        while (end < message.length) {
            switch (message[end]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> {
                    end = endOfString(end);
                    continue;
                }
                default -> {}
            }
            end++;
            if (depth == 0) {
                return end;
            }
        }
        return end;
    }

    /** The position after the string whose opening quote is at {@code quote}. */
    private int endOfString(int quote) {
        int end = quote + 1;
        while (end < message.length) {
            byte character = message[end];
            if (character == '\\') {
                end++;
            } else if (character == '"') {
                return end + 1;
            }
            end++;
        }
        return message.length;
    }

    private void skipWhitespace() {
        while (position < message.length && isWhitespace(message[position])) {
            position++;
        }
    }

    private static boolean isWhitespace(byte character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }

    private byte[] slice(int start, int end) {
        return start == 0 && end == message.length
                ? message
                : Arrays.copyOfRange(message, start, end);
    }
}
