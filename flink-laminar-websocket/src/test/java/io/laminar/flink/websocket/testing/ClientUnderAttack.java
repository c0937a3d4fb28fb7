// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.websocket.WebSocketSink;
import io.laminar.flink.websocket.WebSocketSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.MemorySize;

/** One of the two clients, which take 1 MiB a message, and come back to good servers. */
public interface ClientUnderAttack extends AutoCloseable {

    int MAX_MESSAGE_BYTES = 1 << 20;

    /** Gets a message across on the next connection. */
    void useAGoodServer(RawServer server) throws Exception;

    /** Takes what attackers got across, so that it is read on. */
    default void drain() throws Exception {}

    /** What a test attacks. */
    enum Kind {
        SOURCE {
            @Override
            public ClientUnderAttack start(String url) throws Exception {
                return new Source(url);
            }
        },
        SINK {
            @Override
            public ClientUnderAttack start(String url) throws Exception {
                return new Sink(url);
            }
        };

        public abstract ClientUnderAttack start(String url) throws Exception;
    }

    /** A source in client mode. */
    final class Source implements ClientUnderAttack {

        private final ReaderHarness<byte[]> reader;

        Source(String url) throws Exception {
            reader =
                    ReaderHarness.reading(
                            WebSocketSource.<byte[]>builder()
                                    .setUrl(url)
                                    .setReconnectDelay(Duration.ofMillis(1), Duration.ofMillis(1))
                                    .setHandshakeTimeout(Duration.ofSeconds(5))
                                    .setMaxMessageSize(new MemorySize(MAX_MESSAGE_BYTES))
                                    .setDeserializer(new Bytes())
                                    .build());
        }

        @Override
        public void useAGoodServer(RawServer server) throws Exception {
            try (RawConnection good = server.accept()) {
                good.sendText("good");
                // What attackers got across comes before.
                String last = "";
                while (!last.equals("good")) {
                    last = new String(reader.poll(1).get(0), StandardCharsets.UTF_8);
                }
            }
        }

        @Override
        public void drain() throws Exception {
            reader.drain();
        }

        @Override
        public void close() throws Exception {
            reader.close();
        }
    }

    /** A sink in client mode. */
    final class Sink implements ClientUnderAttack {

        private final WriterHarness<String> writer;

        Sink(String url) throws Exception {
            writer =
                    WriterHarness.open(
                            WebSocketSink.<String>builder()
                                    .setUrl(url)
                                    .setReconnectDelay(Duration.ofMillis(1), Duration.ofMillis(1))
                                    .setHandshakeTimeout(Duration.ofSeconds(5))
                                    .setSerializer(new SimpleStringSchema())
                                    .build());
        }

        @Override
        public void useAGoodServer(RawServer server) throws Exception {
            try (RawConnection good = server.accept()) {
                writer.write("good");
                assertThat(good.readFrame(RawConnection.TEXT).text()).isEqualTo("good");
            }
        }

        @Override
        public void close() throws Exception {
            writer.close();
        }
    }
}
