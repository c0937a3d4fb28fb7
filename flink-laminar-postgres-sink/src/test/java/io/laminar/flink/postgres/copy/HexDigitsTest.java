// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HexDigitsTest {

    /** The digits of {@code 12345678}, with one character replaced. */
    private static long characters(int index, int character) {
        int shift = (7 - index) * Byte.SIZE;
        return (0x3132_3334_3536_3738L & ~(0xFFL << shift)) | ((long) character << shift);
    }

    @Test
    void readsEveryDigitAtEveryPlaceAndRefusesEveryOtherByte() {
        for (int index = 0; index < 8; index++) {
            for (int character = 0; character < 256; character++) {
                int digit = character < 128 ? Character.digit(character, 16) : -1;
                int shift = (7 - index) * 4;
                long expected =
                        digit < 0
                                ? -1
                                : (0x1234_5678L & ~(0xFL << shift)) | ((long) digit << shift);
                assertThat(HexDigits.parse(characters(index, character)))
                        .as("byte %d at %d", character, index)
                        .isEqualTo(expected);
            }
        }
    }
}
