// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.WebSocketSink;
import io.laminar.flink.websocket.WebSocketSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.MemorySize;

/** One of the two servers, which has to serve good clients whatever others do. */
public interface ServerUnderAttack extends AutoCloseable {

    /** Past it a message closes its connection. */
    int maxMessageBytes();

    int port();

    /** Connections that have finished their handshake. */
    long connections();

    /** Takes what attackers got across, so that they are read on. */
    default void drain() throws Exception {}

    /** Connects, and gets a message across. */
    void serveAGoodClient() throws Exception;

    /** What a test attacks. */
    enum Kind {
        SOURCE {
            @Override
            public ServerUnderAttack start() throws Exception {
                return new Source();
            }
        },
        SINK {
            @Override
            public ServerUnderAttack start() throws Exception {
                return new Sink();
            }
        };

        public abstract ServerUnderAttack start() throws Exception;
    }

    /** A source in server mode, with a bound of 1 MiB for messages. */
    final class Source implements ServerUnderAttack {

        private final ReaderHarness<byte[]> reader;

        Source() throws Exception {
            reader =
                    ReaderHarness.reading(
                            WebSocketSource.<byte[]>builder()
                                    .setBindAddress("127.0.0.1:0")
                                    .setHandshakeTimeout(Duration.ofSeconds(1))
                                    .setPingInterval(Duration.ofSeconds(2))
                                    .setPingTimeout(Duration.ofSeconds(2))
                                    .setMaxMessageSize(MemorySize.ofMebiBytes(1))
                                    .setDeserializer(new Bytes())
                                    .build());
            await().until(() -> reader.metric("boundPort") > 0);
        }

        @Override
        public int maxMessageBytes() {
            return 1 << 20;
        }

        @Override
        public int port() {
            return (int) reader.metric("boundPort");
        }

        @Override
        public long connections() {
            return reader.metric("connections");
        }

        @Override
        public void drain() throws Exception {
            reader.drain();
        }

        @Override
        public void serveAGoodClient() throws Exception {
            try (RawConnection good = RawConnection.connect(port())) {
                good.sendText("good");
                String last = "";
                // Messages of the attackers may come before.
                while (!last.equals("good")) {
                    last = new String(reader.poll(1).get(0), StandardCharsets.UTF_8);
                }
            }
        }

        @Override
        public void close() throws Exception {
            reader.close();
        }
    }

    /** A sink, to which clients send requests of 64 KiB at most. */
    final class Sink implements ServerUnderAttack {

        private final WriterHarness<String> writer;

        Sink() throws Exception {
            writer =
                    WriterHarness.open(
                            WebSocketSink.<String>builder()
                                    .setBindAddress("127.0.0.1:0")
                                    .setHandshakeTimeout(Duration.ofSeconds(1))
                                    .setPingInterval(Duration.ofSeconds(2))
                                    .setPingTimeout(Duration.ofSeconds(2))
                                    .setSerializer(new SimpleStringSchema())
                                    .build());
        }

        @Override
        public int maxMessageBytes() {
            return 64 << 10;
        }

        @Override
        public int port() {
            return writer.port();
        }

        @Override
        public long connections() {
            return writer.metric("clients");
        }

        @Override
        public void serveAGoodClient() throws Exception {
            try (RawConnection good = RawConnection.connect(port())) {
                good.sendText("{\"action\":\"subscribe\"}");
                assertThat(good.readFrame(RawConnection.TEXT).text()).contains("subscribed");
                writer.write("good");
                assertThat(good.readFrame(RawConnection.TEXT).text()).contains("good");
            }
        }

        @Override
        public void close() throws Exception {
            writer.close();
        }
    }
}
