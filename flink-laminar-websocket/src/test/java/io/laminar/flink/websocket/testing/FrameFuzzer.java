// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * Frames of all kinds: good ones, ones with a single fault, and noise. The same seed makes the same
 * frames.
 */
public final class FrameFuzzer {

    private static final int[] LENGTHS = {0, 1, 2, 124, 125, 126, 127, 300, 65_535, 65_536, 70_000};

    private final Random random;
    private final boolean masks;

    /** Frames of a client have a mask, those of a server have none. */
    public FrameFuzzer(long seed, boolean masks) {
        this.random = new Random(seed);
        this.masks = masks;
    }

    /** The next frame, or some bytes that are none. */
    public byte[] next() {
        byte[] frame = good();
        return switch (random.nextInt(8)) {
            case 0 -> flipped(frame);
            case 1 -> Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            case 2 -> noise(1 + random.nextInt(64));
            default -> frame;
        };
    }

    public int nextInt(int bound) {
        return random.nextInt(bound);
    }

    private byte[] good() {
        byte[] payload = payload();
        int opcode = new int[] {0, 1, 2, 8, 9, 10, 1, 2}[random.nextInt(8)];
        if (opcode >= 8 && payload.length > 125) {
            payload = noise(random.nextInt(126));
        }
        int firstByte = opcode | (random.nextInt(4) == 0 ? 0 : 0x80);
        if (random.nextInt(4) == 0) {
            firstByte |= 0x40;
        }
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) firstByte);
        int maskBit = masks == (random.nextInt(50) > 0) ? 0x80 : 0;
        if (payload.length < 126) {
            frame.put((byte) (maskBit | payload.length));
        } else if (payload.length <= 0xFFFF) {
            frame.put((byte) (maskBit | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (maskBit | 127)).putLong(payload.length);
        }
        if (maskBit != 0) {
            byte[] mask = noise(4);
            frame.put(mask);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
        }
        frame.put(payload);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private byte[] payload() {
        int length =
                random.nextInt(10) == 0
                        ? LENGTHS[random.nextInt(LENGTHS.length)]
                        : random.nextInt(200);
        switch (random.nextInt(4)) {
            case 0:
                return noise(length);
            case 1:
                try (PeerCompression compression = new PeerCompression()) {
                    return compression.deflate("grüße ".repeat(length / 8));
                }
            case 2:
                // A status of a close frame, good or not.
                byte[] status = noise(Math.max(2, length % 126));
                ByteBuffer.wrap(status).putShort((short) (990 + random.nextInt(30)));
                return status;
            default:
                return "{\"action\":\"subscribe\"} ü "
                        .repeat(1 + length / 26)
                        .getBytes(StandardCharsets.UTF_8);
        }
    }

    private byte[] flipped(byte[] frame) {
        // Most faults are where the header is.
        int within = random.nextBoolean() ? Math.min(frame.length, 14) : frame.length;
        frame[random.nextInt(within)] ^= (byte) (1 << random.nextInt(8));
        return frame;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }
}
