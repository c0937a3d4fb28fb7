// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

/** Eight hexadecimal digits at once, as the bytes of a long. */
final class HexDigits {

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_HALVES = 0xF0F0_F0F0_F0F0_F0F0L;

    private HexDigits() {}

    /**
     * Parses eight characters of ASCII, the first in the highest byte.
     *
     * <p>Bit 6 tells a letter from a digit. The low half of a digit is its value, that of a letter
     * is its value less 9. A byte is a digit if its high half is 3 and its value below 10, a letter
     * if its high half is 4 or 6 and its value from 10 to 15.
     *
     * @return the value, or a negative number if one of them is no hexadecimal digit
     */
    static long parse(long characters) {
        long letters = characters >>> 6 & ONES;
        long values = (characters & ONES * 0x0F) + letters * 9;
        long highHalves = characters & HIGH_HALVES & ~(letters * 0x20);
        long wrong = highHalves ^ (ONES * 0x30 + letters * 0x10);
        wrong |= values & ONES * 0x10;
        wrong |= (values + ONES * 6 & ONES * 0x10) ^ letters * 0x10;
        if (wrong != 0) {
            return -1;
        }
        long pairs = (values | values >>> 4) & 0x00FF_00FF_00FF_00FFL;
        long fours = (pairs | pairs >>> 8) & 0x0000_FFFF_0000_FFFFL;
        return (fours | fours >>> 16) & 0xFFFF_FFFFL;
    }
}
