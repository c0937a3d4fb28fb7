// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The peer's side of {@code permessage-deflate}, with a history of its own from message to message.
 */
public final class PeerCompression implements AutoCloseable {

    /** Of the first byte of a message's first frame. */
    public static final int COMPRESSED = 0x40;

    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, /* nowrap= */ true);
    private final Inflater inflater = new Inflater(/* nowrap= */ true);

    public byte[] deflate(String message) {
        return deflate(message.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] deflate(byte[] message) {
        return deflate(message, 1);
    }

    /** The same message many times over as one, such as a bomb. */
    public byte[] deflate(byte[] message, int times) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        byte[] piece = new byte[64 * 1024];
        for (int i = 0; i < times; i++) {
            deflater.setInput(message);
            int flush = i == times - 1 ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH;
            int bytes;
            do {
                bytes = deflater.deflate(piece, 0, piece.length, flush);
                compressed.write(piece, 0, bytes);
            } while (bytes == piece.length);
        }
        // Nothing comes of nothing, but an empty message is an empty block, its tail left out.
        return compressed.size() == 0
                ? new byte[1]
                : Arrays.copyOf(compressed.toByteArray(), compressed.size() - TAIL.length);
    }

    /** Of a message that refers to no earlier one. */
    public String inflate(byte[] compressed) throws DataFormatException {
        inflater.reset();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        byte[] piece = new byte[64 * 1024];
        for (byte[] input : new byte[][] {compressed, TAIL}) {
            inflater.setInput(input);
            int bytes;
            while ((bytes = inflater.inflate(piece)) > 0) {
                message.write(piece, 0, bytes);
            }
        }
        return message.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        deflater.end();
        inflater.end();
    }
}
