// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class FailureReasonTest {

    @Test
    void saysWhatToCheckWhereTheLibraryDoesNot() {
        assertThat(
                        FailureReason.of(
                                new DecoderException(
                                        new NotSslRecordException("not an SSL/TLS record: 4854"))))
                .isEqualTo(
                        "the server answered, but not in TLS; write the port where it speaks TLS,"
                                + " or a URL without: 'ws://', 'http://'");
        assertThat(FailureReason.of(new UnknownHostException("no.host")))
                .isEqualTo("its host name is not known here and now; check the name, and DNS");
    }

    /** Netty repeats the head of the answer, which may hold cookies. */
    @Test
    void saysThatAnAnswerIsTooLongWithoutRepeatingIt() {
        assertThat(FailureReason.of(new TooLongHttpContentException("Set-Cookie: hush")))
                .isEqualTo("its answer is too long");
    }

    @Test
    void saysWhyAnAnswerCantBeRead() {
        assertThat(FailureReason.of(DecoderResult.failure(new IllegalArgumentException("SSH-2.0"))))
                .isEqualTo("it is not HTTP");
        assertThat(FailureReason.of(DecoderResult.failure(new TooLongHttpLineException("4096"))))
                .isEqualTo("it is not HTTP");
        assertThat(FailureReason.of(DecoderResult.failure(new TooLongHttpHeaderException("8192"))))
                .isEqualTo("its header is too long");
        assertThat(
                        FailureReason.of(
                                DecoderResult.failure(new PrematureChannelClosureException("end"))))
                .isEqualTo("it breaks off");
    }

    @Test
    void otherwiseRepeatsTheLibrary() {
        assertThat(FailureReason.of(new ConnectException("Connection refused")))
                .isEqualTo("Connection refused");
        assertThat(FailureReason.of(new DecoderException(new SSLHandshakeException("no cipher"))))
                .isEqualTo("no cipher");
        assertThat(FailureReason.of(new IOException())).isEqualTo("java.io.IOException");
    }
}
