// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.DecoderException;
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
                        "the server answered, but not in TLS; write 'ws://', or the port where it"
                                + " speaks TLS");
        assertThat(FailureReason.of(new UnknownHostException("no.host")))
                .isEqualTo("its host name is not known here and now; check the name, and DNS");
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
