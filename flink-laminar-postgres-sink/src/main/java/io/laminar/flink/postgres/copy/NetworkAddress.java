// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import java.util.Arrays;

/** An address and its netmask, read from text into fields that the next text uses again. */
final class NetworkAddress {

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int GROUP_DIGITS = 4;

    private final byte[] octets = new byte[IPV6_BYTES];
    private boolean ipv6;
    private int bits;

    boolean isIpv6() {
        return ipv6;
    }

    /** Bits of the netmask. */
    int bits() {
        return bits;
    }

    int length() {
        return ipv6 ? IPV6_BYTES : IPV4_BYTES;
    }

    byte octet(int index) {
        return octets[index];
    }

    boolean hasBitsRightOfMask() {
        for (int bit = bits; bit < length() * Byte.SIZE; bit++) {
            if ((octets[bit / Byte.SIZE] >> (7 - bit % Byte.SIZE) & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Reads the bytes from {@code start} to before {@code end}; false if they are no address. */
    boolean parse(byte[] text, int start, int end, InetEncoder.Kind kind) {
        Arrays.fill(octets, (byte) 0);
        int slash = indexOf('/', text, start, end);
        ipv6 = indexOf(':', text, start, slash) < slash;
        int written = ipv6 ? ipv6(text, start, slash) : ipv4(text, start, slash, 0);
        if (written == 0) {
            return false;
        }
        if (slash < end) {
            bits = decimal(text, slash + 1, end, length() * Byte.SIZE);
            boolean coversUnwritten = bits / Byte.SIZE > written;
            return bits >= 0 && (kind == InetEncoder.Kind.CIDR || !coversUnwritten);
        }
        bits = kind == InetEncoder.Kind.CIDR ? impliedBits(written) : length() * Byte.SIZE;
        return written == length() || kind == InetEncoder.Kind.CIDR;
    }

    /** By the classes that networks had before they had masks, but at least what is written. */
    private int impliedBits(int written) {
        int first = octets[0] & 0xFF;
        if (written == length()) {
            return length() * Byte.SIZE;
        }
        if (first == 224 && written == 1) {
            return 4;
        }
        int ofClass = first < 128 ? 8 : first < 192 ? 16 : first < 224 ? 24 : first < 240 ? 8 : 32;
        return Math.max(ofClass, written * Byte.SIZE);
    }

    /** Returns how many octets are written out, 0 if that is no address. */
    private int ipv4(byte[] text, int start, int end, int firstOctet) {
        int count = 0;
        int at = start;
        while (at < end && count < IPV4_BYTES) {
            int dot = indexOf('.', text, at, end);
            int octet = decimal(text, at, dot, 255);
            if (octet < 0) {
                return 0;
            }
            octets[firstOctet + count++] = (byte) octet;
            at = dot + 1;
        }
        // Whatever stands past the last octet, a dot too, is wrong.
        return at == end + 1 ? count : 0;
    }

    /** Returns 16, or 0 if that is no address. */
    private int ipv6(byte[] text, int start, int end) {
        int count = 0;
        int gap = -1;
        int at = start;
        if (text[at] == ':') {
            at++;
            if (at == end || text[at] != ':') {
                return 0;
            }
        }
        while (at < end) {
            if (text[at] == ':') {
                if (gap >= 0) {
                    return 0;
                }
                gap = count;
                at++;
                continue;
            }
            int colon = indexOf(':', text, at, end);
            if (indexOf('.', text, at, colon) < colon) {
                boolean fits = count + IPV4_BYTES <= IPV6_BYTES && colon == end;
                if (!fits || ipv4(text, at, end, count) != IPV4_BYTES) {
                    return 0;
                }
                count += IPV4_BYTES;
                break;
            }
            int group = hexadecimal(text, at, colon);
            // A colon at the very end belongs to nothing, if it is not the second of two.
            if (group < 0 || count == IPV6_BYTES || colon == end - 1) {
                return 0;
            }
            octets[count++] = (byte) (group >> Byte.SIZE);
            octets[count++] = (byte) group;
            at = colon + 1;
        }
        return spread(gap, count);
    }

    /** Moves what follows the double colon to the end. */
    private int spread(int gap, int count) {
        if (gap < 0 || count == IPV6_BYTES) {
            return gap < 0 && count == IPV6_BYTES ? IPV6_BYTES : 0;
        }
        int moved = count - gap;
        System.arraycopy(octets, gap, octets, IPV6_BYTES - moved, moved);
        Arrays.fill(octets, gap, IPV6_BYTES - moved, (byte) 0);
        return IPV6_BYTES;
    }

    private static int decimal(byte[] text, int start, int end, int max) {
        int value = start < end ? 0 : -1;
        for (int at = start; at < end && value >= 0; at++) {
            int digit = Character.digit(text[at], 10);
            value = digit < 0 || value * 10 + digit > max ? -1 : value * 10 + digit;
        }
        return value;
    }

    private static int hexadecimal(byte[] text, int start, int end) {
        int value = start < end && end - start <= GROUP_DIGITS ? 0 : -1;
        for (int at = start; at < end && value >= 0; at++) {
            int digit = Character.digit(text[at], 16);
            value = digit < 0 ? -1 : value << 4 | digit;
        }
        return value;
    }

    private static int indexOf(char wanted, byte[] text, int start, int end) {
        int at = start;
        while (at < end && text[at] != wanted) {
            at++;
        }
        return at;
    }
}
