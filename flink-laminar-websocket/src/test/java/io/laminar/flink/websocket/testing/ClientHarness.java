// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Objects;

/** A connector in client mode, for what is true of source and sink. */
public sealed interface ClientHarness extends AutoCloseable {

    /** Which of them. */
    enum Connector {
        SOURCE,
        SINK
    }

    /** Brings a message over the connection, in the direction that this connector has. */
    void exchange(String message, RawConnection server) throws Exception;

    /** Waits until it fails. */
    Exception failure();

    long metric(String name);

    /** Reads what the server sends. */
    record OfSource(ReaderHarness<String> reader) implements ClientHarness {

        @Override
        public void exchange(String message, RawConnection server) throws Exception {
            server.sendText(message);
            assertThat(reader.poll(1)).containsExactly(message);
        }

        @Override
        public Exception failure() {
            return reader.pollFailure();
        }

        @Override
        public long metric(String name) {
            return reader.metric(name);
        }

        @Override
        public void close() throws Exception {
            reader.close();
        }
    }

    /** Sends to the server. */
    record OfSink(WriterHarness<String> writer) implements ClientHarness {

        @Override
        public void exchange(String message, RawConnection server) throws Exception {
            writer.write(message);
            assertThat(server.readFrame(RawConnection.TEXT).text()).isEqualTo(message);
        }

        @Override
        public Exception failure() {
            return await().until(this::failureOfCheckpoint, Objects::nonNull);
        }

        @SuppressWarnings("NullAway") // Nothing is what the wait goes on for.
        private Exception failureOfCheckpoint() {
            try {
                writer.flush();
                return null;
            } catch (Exception e) {
                return e;
            }
        }

        @Override
        public long metric(String name) {
            return writer.metric(name);
        }

        @Override
        public void close() throws Exception {
            writer.close();
        }
    }
}
