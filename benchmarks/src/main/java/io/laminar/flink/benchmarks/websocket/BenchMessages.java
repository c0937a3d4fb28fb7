// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.logical.RowType;

/** JSON messages of 200 bytes, which differ in their number. */
final class BenchMessages {

    /** Of each message. */
    static final int BYTES = 200;

    /** As a server frames it: not masked, with 16 bits of length (RFC 6455, section 5.2). */
    static final int FRAME_BYTES = BYTES + 4;

    /** Digits of the number, from the beginning of the frame. */
    static final int NUMBER_OFFSET = 4 + 6;

    /** Numbers begin here, so that all have as many digits. */
    static final long FIRST_NUMBER = 1_000_000_000_000_000_000L;

    static final int NUMBER_DIGITS = 19;

    static final RowType ROW_TYPE =
            (RowType)
                    DataTypes.ROW(
                                    DataTypes.FIELD("id", DataTypes.BIGINT()),
                                    DataTypes.FIELD("symbol", DataTypes.STRING()),
                                    DataTypes.FIELD("ts", DataTypes.BIGINT()),
                                    DataTypes.FIELD("price", DataTypes.DOUBLE()),
                                    DataTypes.FIELD("size", DataTypes.INT()),
                                    DataTypes.FIELD("side", DataTypes.STRING()),
                                    DataTypes.FIELD("venue", DataTypes.STRING()),
                                    DataTypes.FIELD("live", DataTypes.BOOLEAN()),
                                    DataTypes.FIELD("note", DataTypes.STRING()))
                            .getLogicalType();

    private static final byte[] TEMPLATE = template();

    private BenchMessages() {}

    /**
     * One message.
     *
     * @param number zero or more; with {@link #FIRST_NUMBER} added it is the field {@code id}
     */
    static byte[] message(long number) {
        byte[] message = TEMPLATE.clone();
        long rest = FIRST_NUMBER + number;
        for (int i = NUMBER_DIGITS - 1; i >= 0; i--) {
            message[NUMBER_OFFSET - 4 + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return message;
    }

    /** As many text frames, one behind the other, in a direct buffer. */
    static ByteBuffer frames(int count) {
        ByteBuffer frames = ByteBuffer.allocateDirect(count * FRAME_BYTES);
        for (int i = 0; i < count; i++) {
            frames.put((byte) 0x81).put((byte) 126).putShort((short) BYTES).put(message(i));
        }
        return frames.flip();
    }

    private static byte[] template() {
        String begin =
                "{\"id\":0000000000000000000,\"symbol\":\"ACME\",\"ts\":1763740800123,"
                        + "\"price\":187.4325,\"size\":300,\"side\":\"buy\",\"venue\":\"XNAS\","
                        + "\"live\":true,\"note\":\"";
        String end = "\"}";
        return (begin + "n".repeat(BYTES - begin.length() - end.length()) + end).getBytes(US_ASCII);
    }
}
