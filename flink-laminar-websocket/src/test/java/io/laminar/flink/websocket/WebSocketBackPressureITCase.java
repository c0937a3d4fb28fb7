// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.StoppedConsumer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A feed of a gigabyte, and a process with a heap of a quarter of it that stops reading. */
@Timeout(180)
class WebSocketBackPressureITCase {

    private static final int MESSAGE_BYTES = 16 << 10;
    private static final int MESSAGES = 1 << 16;

    @Test
    void stallsTheSenderWhileTheConsumerStandsStillAndThenDeliversEveryByte() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        try (RawServer server = RawServer.start()) {
            Process consumer = startConsumer(server.url());
            try (RawConnection feed = server.accept()) {
                CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> send(feed, sent));
                AtomicInteger before = new AtomicInteger();
                // The queue takes 64 MiB; the rest of a first part is in the sockets' buffers.
                await().atMost(Duration.ofMinutes(1))
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());
                assertThat((long) sent.get() * MESSAGE_BYTES).isLessThan(200 << 20);
                assertThat(sender).isNotDone();
                assertThat(consumer.isAlive()).isTrue();

                consumer.getOutputStream().write('\n');
                consumer.getOutputStream().flush();
                assertThat(lastLine(consumer)).isEqualTo("read " + (1L << 30));
                sender.get(20, TimeUnit.SECONDS);
                assertThat(consumer.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(consumer.exitValue()).isZero();
            } finally {
                consumer.destroyForcibly();
            }
        }
    }

    private static void send(RawConnection feed, AtomicInteger sent) {
        byte[] message = new byte[MESSAGE_BYTES];
        try {
            for (int i = 0; i < MESSAGES; i++) {
                feed.send(RawConnection.BINARY, message);
                sent.incrementAndGet();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process startConsumer(String url) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:MaxDirectMemorySize=64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoppedConsumer.class.getName(),
                        url,
                        String.valueOf(MESSAGES))
                .redirectErrorStream(true)
                .start();
    }

    private static String lastLine(Process process) throws IOException {
        String last = "";
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
            }
        }
        return last;
    }
}
