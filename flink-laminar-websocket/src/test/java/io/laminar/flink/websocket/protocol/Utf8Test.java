// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    private final Utf8 utf8 = new Utf8();

    @Test
    void judgesEveryShortSequenceAsTheJdkDoes() {
        for (int lead = 0; lead < 256; lead++) {
            for (int second = 0; second < 256; second++) {
                assertSameAsJdk(new byte[] {'a', (byte) lead, (byte) second});
                assertSameAsJdk(new byte[] {(byte) lead, (byte) second, (byte) 0x80});
                assertSameAsJdk(new byte[] {(byte) lead, (byte) second, (byte) 0xBF, (byte) 0x80});
            }
        }
    }

    @Test
    void judgesLongTextsAsTheJdkDoesWhereverAByteIsWrong() {
        Random random = new Random(7);
        byte[] text = "Grüße, 世界, 🌍: plain text of more than eight bytes".getBytes(UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = text.clone();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            assertSameAsJdk(broken);
        }
    }

    @Test
    void followsACharacterAcrossPieces() {
        byte[] text = "🌍".getBytes(UTF_8);
        for (int cut = 1; cut < text.length; cut++) {
            utf8.begin();
            assertThat(utf8.accepts(text, 0, cut)).isTrue();
            assertThat(utf8.isInsideCharacter()).isTrue();
            assertThat(utf8.accepts(text, cut, text.length - cut)).isTrue();
            assertThat(utf8.isInsideCharacter()).isFalse();
        }
    }

    private void assertSameAsJdk(byte[] bytes) {
        utf8.begin();
        boolean isValid = utf8.accepts(bytes, 0, bytes.length) && !utf8.isInsideCharacter();
        assertThat(isValid).as(HexFormat.of().formatHex(bytes)).isEqualTo(jdk(bytes));
    }

    private static boolean jdk(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
