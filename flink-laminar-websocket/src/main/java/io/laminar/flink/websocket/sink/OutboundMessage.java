// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import org.jspecify.annotations.Nullable;

/**
 * One message for all clients, as the formats made it, and which filters its record passed.
 *
 * <p>Threads: made on the task's, then the event loop's only.
 */
final class OutboundMessage implements Outbound {

    private final byte[] payload;
    private final byte @Nullable [] record;
    private final @Nullable RowKey key;
    private final boolean isDeletion;

    // A bit for each place of ActiveFilters: an array of them would be one more object a record.
    private final long passed0;
    private final long passed1;
    private final long passed2;
    private final long passed3;

    private byte @Nullable [] @Nullable [] encodings;
    private long sequence;

    /** One of the past, which no filter was held against. */
    OutboundMessage(byte[] payload, byte @Nullable [] record, @Nullable RowKey key) {
        this(payload, record, key, /* isDeletion= */ false, 0, 0, 0, 0);
    }

    OutboundMessage(
            byte[] payload,
            byte @Nullable [] record,
            @Nullable RowKey key,
            boolean isDeletion,
            long passed0,
            long passed1,
            long passed2,
            long passed3) {
        this.payload = payload;
        this.record = record;
        this.key = key;
        this.isDeletion = isDeletion;
        this.passed0 = passed0;
        this.passed1 = passed1;
        this.passed2 = passed2;
        this.passed3 = passed3;
    }

    byte[] payload() {
        return payload;
    }

    /**
     * In further formats, which clients want now.
     *
     * @param messages by {@link ActiveFormat#place}; null where the record is none
     */
    void encoded(byte[] @Nullable [] messages) {
        encodings = messages;
    }

    /** In a further format; null if it is no message there. */
    byte @Nullable [] encoding(ActiveFormat<?> format) {
        return encodings == null || encodings.length <= format.place()
                ? null
                : encodings[format.place()];
    }

    /** Who reads it from now on encodes its record: no one may, so that they would only be kept. */
    void forgetEncodings() {
        encodings = null;
    }

    /** Of all that it holds. */
    long bytes() {
        long bytes = payload.length;
        if (record != null) {
            bytes += record.length;
        }
        if (key != null) {
            bytes += key.bytes().length;
        }
        if (encodings != null) {
            for (byte[] encoding : encodings) {
                bytes += encoding == null ? 0 : encoding.length;
            }
        }
        return bytes;
    }

    /** What it was made of, if filters and formats of the future may ask for it. */
    byte @Nullable [] record() {
        return record;
    }

    /** Later messages of an equal key replace this one; null if none does. */
    @Nullable RowKey key() {
        return key;
    }

    /** Whether it says that its key has no row any more. */
    boolean isDeletion() {
        return isDeletion;
    }

    /** Its number among all messages, from the first that the server ever sent. */
    long sequence() {
        return sequence;
    }

    /** Given once, by the network thread. */
    void number(long number) {
        sequence = number;
    }

    /** Whether it passed the filter in this place, if that was there already. */
    boolean passed(int place) {
        long bits =
                switch (place >>> 6) {
                    case 0 -> passed0;
                    case 1 -> passed1;
                    case 2 -> passed2;
                    default -> passed3;
                };
        return (bits >>> place & 1) != 0;
    }
}
