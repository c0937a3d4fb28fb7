// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerMessageDeflateTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "permessage-deflate | permessage-deflate; server_no_context_takeover",
                // Chromium, Firefox.
                "permessage-deflate; client_max_window_bits"
                        + "| permessage-deflate; server_no_context_takeover",
                "Permessage-Deflate ;Client_Max_Window_Bits = \"9\""
                        + "| permessage-deflate; server_no_context_takeover",
                "permessage-deflate; server_no_context_takeover"
                        + "| permessage-deflate; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover"
                        + "| permessage-deflate; server_no_context_takeover;"
                        + " client_no_context_takeover",
                "permessage-deflate; server_max_window_bits=15"
                        + "| permessage-deflate; server_no_context_takeover;"
                        + " server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=8"
                        + "| permessage-deflate; server_no_context_takeover;"
                        + " server_max_window_bits=8",
                // RFC 9110, section 5.6.1: a list may have empty elements.
                ",, permessage-deflate,| permessage-deflate; server_no_context_takeover",
                // The first good offer counts.
                "permessage-bzip2, permessage-deflate; mode=fast,"
                        + " permessage-deflate; server_max_window_bits=10, permessage-deflate"
                        + "| permessage-deflate; server_no_context_takeover;"
                        + " server_max_window_bits=10",
            })
    void answersTheFirstGoodOffer(String offers, String answer) {
        assertThat(accept(offers).map(PerMessageDeflate::answer)).contains(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-bzip2",
                "x-webkit-deflate-frame",
                "permessage-deflate; mode=fast",
                "permessage-deflate; server_no_context_takeover=true",
                "permessage-deflate; client_no_context_takeover=1",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=010",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=99999999999",
                "permessage-deflate; server_max_window_bits=9; server_max_window_bits=9",
                "permessage-deflate; client_max_window_bits; client_max_window_bits=8",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "permessage deflate",
                "permessage-deflate;",
                "permessage-deflate; =",
                "permessage-deflate; client_max_window_bits=\"9",
                ";",
                ",",
                "",
            })
    void declinesABadOffer(String offer) {
        assertThat(accept(offer)).isEmpty();
    }

    @Test
    void acceptsNothingWithoutCompression() {
        assertThat(PerMessageDeflate.accept(List.of("permessage-deflate"), Compression.NONE))
                .isEmpty();
    }

    @Test
    void keepsNoHistoryOfClientsWhereEachMessageStandsForItself() {
        PerMessageDeflate agreed =
                PerMessageDeflate.accept(List.of("permessage-deflate"), Compression.PER_MESSAGE)
                        .orElseThrow();
        assertThat(agreed.peerKeepsHistory()).isFalse();
        assertThat(agreed.answer())
                .isEqualTo(
                        "permessage-deflate; server_no_context_takeover;"
                                + " client_no_context_takeover");
    }

    @Test
    void readsOffersOnSeveralLines() {
        assertThat(
                        PerMessageDeflate.accept(
                                List.of("foo", "permessage-deflate"), Compression.WITH_HISTORY))
                .contains(new PerMessageDeflate(0, true));
    }

    @Test
    void offersThatTheServerMayLimitTheWindow() {
        assertThat(PerMessageDeflate.offer(Compression.WITH_HISTORY))
                .isEqualTo(
                        "permessage-deflate; client_no_context_takeover; client_max_window_bits");
        assertThat(PerMessageDeflate.offer(Compression.PER_MESSAGE))
                .isEqualTo(
                        "permessage-deflate; client_no_context_takeover; client_max_window_bits;"
                                + " server_no_context_takeover");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "permessage-deflate, 0, true",
        "permessage-deflate; server_no_context_takeover, 0, false",
        "permessage-deflate; client_no_context_takeover; server_max_window_bits=8, 0, true",
        "permessage-deflate; client_max_window_bits=10, 10, true",
    })
    void takesAGoodAnswer(String answer, int ownWindowBits, boolean peerKeepsHistory) {
        assertThat(PerMessageDeflate.agreed(List.of(answer), Compression.WITH_HISTORY))
                .isEqualTo(new PerMessageDeflate(ownWindowBits, peerKeepsHistory));
    }

    @Test
    void takesAnAnswerWithoutCompression() {
        assertThat(PerMessageDeflate.agreed(List.of(), Compression.WITH_HISTORY)).isNull();
        assertThat(PerMessageDeflate.agreed(List.of(), Compression.NONE)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-bzip2",
                "permessage-deflate; mode=fast",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate, permessage-deflate",
                "permessage-deflate, foo",
                "a b",
            })
    void refusesABadAnswer(String answer) {
        assertThatThrownBy(
                        () -> PerMessageDeflate.agreed(List.of(answer), Compression.WITH_HISTORY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnAnswerWithoutAnOffer() {
        assertThatThrownBy(
                        () ->
                                PerMessageDeflate.agreed(
                                        List.of("permessage-deflate"), Compression.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sendsNothingCompressedThatIsLargerThanASmallWindow() {
        assertThat(new PerMessageDeflate(8, true).allows(256)).isTrue();
        assertThat(new PerMessageDeflate(8, true).allows(257)).isFalse();
        assertThat(new PerMessageDeflate(14, true).allows(16_385)).isFalse();
        assertThat(new PerMessageDeflate(15, true).allows(1 << 20)).isTrue();
        assertThat(new PerMessageDeflate(0, true).allows(1 << 20)).isTrue();
    }

    private static Optional<PerMessageDeflate> accept(String offers) {
        return PerMessageDeflate.accept(List.of(offers), Compression.WITH_HISTORY);
    }
}
