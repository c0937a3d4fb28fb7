// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import static io.laminar.flink.websocket.testing.RawConnection.CLOSE;
import static io.laminar.flink.websocket.testing.RawConnection.CONTINUATION;
import static io.laminar.flink.websocket.testing.RawConnection.CONTINUATION_END;
import static io.laminar.flink.websocket.testing.RawConnection.PING;
import static io.laminar.flink.websocket.testing.RawConnection.TEXT;
import static io.laminar.flink.websocket.testing.RawConnection.TEXT_BEGIN;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Frames that no peer may send.
 *
 * @param status of the close frame that they are to be answered with
 */
@SuppressWarnings("ArrayRecordComponent") // Sent once, never compared.
public record Violation(String name, int status, byte[] bytes) {

    /** Those that a client can commit. */
    public static List<Violation> ofClients() {
        return new Frames(0x80).violations();
    }

    /** Those that a server can commit. */
    public static List<Violation> ofServers() {
        return new Frames(0).violations();
    }

    @Override
    public String toString() {
        return name;
    }

    /** With a mask of zeros, or none. */
    private record Frames(int maskBit) {

        List<Violation> violations() {
            Frames others = new Frames(0x80 - maskBit);
            return List.of(
                    new Violation("wrong mask", 1002, others.frame(TEXT, 'a')),
                    new Violation("reserved data opcode", 1002, frame(0x83)),
                    new Violation("reserved control opcode", 1002, frame(0x8B)),
                    new Violation("reserved bit", 1002, frame(TEXT | 0x40)),
                    new Violation("control frame in fragments", 1002, frame(0x09)),
                    new Violation("long control frame", 1002, longFrame(PING, 126)),
                    new Violation("length not in its shortest form", 1002, longFrame(TEXT, 1)),
                    new Violation(
                            "negative length",
                            1002,
                            bytes(TEXT, maskBit | 127, 0xFF, 0, 0, 0, 0, 0, 0, 0)),
                    new Violation("continuation of nothing", 1002, frame(CONTINUATION_END)),
                    new Violation(
                            "message inside of a message",
                            1002,
                            concat(frame(TEXT_BEGIN), frame(TEXT))),
                    new Violation("half a close status", 1002, frame(CLOSE, 0)),
                    new Violation("forbidden close status", 1002, frame(CLOSE, 0x03, 0xED)),
                    new Violation("close reason not UTF-8", 1007, frame(CLOSE, 0x03, 0xE8, 0xFF)),
                    new Violation("text not UTF-8", 1007, frame(TEXT, 0xC3, 0x28)),
                    new Violation("surrogate", 1007, frame(TEXT, 0xED, 0xA0, 0x80)),
                    new Violation("overlong form", 1007, frame(TEXT, 0xC0, 0xAF)),
                    new Violation("cut character", 1007, frame(TEXT, 0xE2, 0x82)),
                    new Violation(
                            "not UTF-8 across fragments",
                            1007,
                            concat(
                                    frame(TEXT_BEGIN, 0xE2),
                                    frame(PING),
                                    frame(CONTINUATION, 0x82),
                                    frame(CONTINUATION_END, 0x28))));
        }

        private byte[] frame(int firstByte, int... payload) {
            return concat(bytes(firstByte, maskBit | payload.length), mask(), bytes(payload));
        }

        /** With two bytes for its length. */
        private byte[] longFrame(int firstByte, int length) {
            return concat(bytes(firstByte, maskBit | 126, 0, length), mask(), new byte[length]);
        }

        private byte[] mask() {
            return new byte[maskBit == 0 ? 0 : 4];
        }

        private static byte[] bytes(int... values) {
            byte[] bytes = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                bytes[i] = (byte) values[i];
            }
            return bytes;
        }

        private static byte[] concat(byte[]... parts) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] part : parts) {
                all.writeBytes(part);
            }
            return all.toByteArray();
        }
    }
}
