// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Austin Appleby's hash function MurmurHash2 (32 bits), with the seed that Kafka's clients in all
 * languages have agreed on.
 *
 * <p>Kafka's own method is not called: the uber jar of the official connector has it under another
 * name.
 */
final class Murmur2 {

    private static final int SEED = 0x9747b28c;
    private static final int FACTOR = 0x5bd1e995;
    private static final int SHIFT = 24;

    private Murmur2() {}

    static int hash(byte[] bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int hash = SEED ^ bytes.length;
        while (input.remaining() >= Integer.BYTES) {
            int word = input.getInt() * FACTOR;
            word = (word ^ (word >>> SHIFT)) * FACTOR;
            hash = hash * FACTOR ^ word;
        }
        if (input.hasRemaining()) {
            int rest = 0;
            for (int shift = 0; input.hasRemaining(); shift += Byte.SIZE) {
                rest |= (input.get() & 0xff) << shift;
            }
            hash = (hash ^ rest) * FACTOR;
        }
        hash = (hash ^ (hash >>> 13)) * FACTOR;
        return hash ^ (hash >>> 15);
    }
}
