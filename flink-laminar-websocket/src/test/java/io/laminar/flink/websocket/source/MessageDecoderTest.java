// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.Compression;
import io.laminar.flink.websocket.protocol.ConnectionSettings;
import io.laminar.flink.websocket.protocol.ReconnectPolicy;
import io.laminar.flink.websocket.protocol.TlsStores;
import io.laminar.flink.websocket.protocol.WebSocketUrl;
import io.laminar.flink.websocket.testing.ListenedMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.apache.flink.util.Collector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A failure of what follows the source is none of the input. */
class MessageDecoderTest {

    private final SourceMetrics metrics =
            new SourceMetrics(InternalSourceReaderMetricGroup.wrap(new ListenedMetrics()));

    static Stream<Arguments> policiesAndFailures() {
        return Stream.of(ErrorPolicy.values())
                .flatMap(
                        policy ->
                                Stream.of(
                                        Arguments.of(policy, new IllegalStateException("Sink")),
                                        Arguments.of(policy, new AssertionError("Sink"))));
    }

    @ParameterizedTest
    @MethodSource("policiesAndFailures")
    void throwsWhatTheFormatLetsThrough(ErrorPolicy onError, Throwable failure) {
        assertThrown(failure, onError, new SimpleStringSchema());
    }

    @ParameterizedTest
    @MethodSource("policiesAndFailures")
    void throwsWhatTheFormatWraps(ErrorPolicy onError, Throwable failure) {
        assertThrown(failure, onError, new Catching(/* rethrows= */ true));
    }

    @ParameterizedTest
    @MethodSource("policiesAndFailures")
    void throwsWhatTheFormatSwallows(ErrorPolicy onError, Throwable failure) {
        assertThrown(failure, onError, new Catching(/* rethrows= */ false));
    }

    private void assertThrown(Throwable failure, ErrorPolicy onError, SimpleStringSchema format) {
        MessageDecoder<String> decoder =
                new MessageDecoder<>(new ValueSchema<>(format), config(onError), metrics);
        decoder.begin(message(), new FailingOutput(failure));
        assertThatThrownBy(decoder::emitNext).isSameAs(failure);
        assertThat(metrics.recordsInErrors.getCount()).isZero();
    }

    private static InboundMessage message() {
        ConnectionMetadata connection = new ConnectionMetadata("h:1", "ws://h", "/", Map.of());
        return new InboundMessage(
                new Peer("peer", connection, new Progress(new WebSocketSplit("ws://h"))),
                new MessageMetadata(connection, 0),
                "x".getBytes(StandardCharsets.UTF_8));
    }

    private static WebSocketSourceConfig config(ErrorPolicy onError) {
        Duration second = Duration.ofSeconds(1);
        return new WebSocketSourceConfig(
                new SourceEndpoint.Client(
                        List.of(WebSocketUrl.parse("ws://h")),
                        ClientHandshake.PLAIN,
                        second,
                        new ReconnectPolicy(second, second, 0),
                        Subscription.NONE),
                new ConnectionSettings(
                        second, second, second, second, 1, Compression.NONE, TlsStores.NONE),
                1,
                RecordLayout.WHOLE_MESSAGE,
                onError,
                null,
                null);
    }

    /** Emits inside its own try, as Flink's JSON formats do. */
    private static final class Catching extends SimpleStringSchema {

        private static final long serialVersionUID = 1L;

        private final boolean rethrows;

        Catching(boolean rethrows) {
            this.rethrows = rethrows;
        }

        @Override
        public void deserialize(byte[] record, Collector<String> out) throws IOException {
            try {
                out.collect(deserialize(record));
            } catch (Throwable t) {
                if (rethrows) {
                    throw new IOException("Corrupt", t);
                }
            }
        }
    }

    private record FailingOutput(Throwable failure) implements SourceOutput<String> {

        @Override
        public void collect(String record) {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public void collect(String record, long timestamp) {
            collect(record);
        }

        @Override
        public void emitWatermark(Watermark watermark) {}

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}
    }
}
