// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    private static final long SEED = 20_261_121L;

    private static boolean isText(byte[] bytes, int start, int end) {
        try {
            Utf8.check(bytes, start, end);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean javaSaysSo(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .chars()
                    .allMatch(character -> character != 0);
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Test
    void takesEveryCharacterAtEveryPlace() {
        List<Integer> refused = new ArrayList<>();
        for (int character = 1; character <= Character.MAX_CODE_POINT; character++) {
            byte[] bytes =
                    (" ".repeat(character % 9) + Character.toString(character) + "123")
                            .getBytes(StandardCharsets.UTF_8);
            if (!isText(bytes, 0, bytes.length)) {
                refused.add(character);
            }
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void refusesWhatJavaRefuses() {
        Random random = new Random(SEED);
        byte[] interesting = HexFormat.of().parseHex("00417F8090A0BFC0C1C2DFE0EDEFF0F4F5FF");
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(14)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] =
                        random.nextInt(3) == 0
                                ? interesting[random.nextInt(interesting.length)]
                                : (byte) ('a' + at);
            }
            if (isText(bytes, 0, bytes.length) != javaSaysSo(bytes)) {
                differences.add(HexFormat.of().formatHex(bytes));
            }
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void looksAtNothingButItsRange() {
        byte[] bytes = new byte[40];
        bytes[9] = 'a';
        assertThat(isText(bytes, 9, 10)).isTrue();
        assertThat(isText(bytes, 9, 11)).isFalse();
        assertThat(isText(bytes, 8, 10)).isFalse();
        assertThat(isText(bytes, 3, 3)).isTrue();
    }
}
