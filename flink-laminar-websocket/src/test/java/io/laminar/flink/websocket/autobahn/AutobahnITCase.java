// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.autobahn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.testing.FreePorts;
import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.Compression;
import io.laminar.flink.websocket.protocol.ConnectionSettings;
import io.laminar.flink.websocket.protocol.EventLoop;
import io.laminar.flink.websocket.protocol.HandshakeRules;
import io.laminar.flink.websocket.protocol.TlsStores;
import io.laminar.flink.websocket.protocol.WebSocketClient;
import io.laminar.flink.websocket.protocol.WebSocketServer;
import io.laminar.flink.websocket.protocol.WebSocketUrl;
import io.laminar.flink.websocket.sink.SinkEcho;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sections 1 to 7, 246 cases, in each build; with the profile {@code autobahn} also limits and
 * speed (9, 10), and compression (12, 13). Pings of our own would disturb the suite.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class AutobahnITCase {

    @TempDir Path directory;

    @Test
    void theServerOfTheSourceConforms() throws Exception {
        assertServerConforms(new Echo(), Compression.WITH_HISTORY);
    }

    @Test
    void theServerAndTheFramesOfTheSinkConform() throws Exception {
        try (SinkEcho echo = new SinkEcho()) {
            assertServerConforms(echo, Compression.PER_MESSAGE);
        }
    }

    @Test
    void theClientConforms() throws Exception {
        int port = FreePorts.first(1);
        try (Wstest suite = Wstest.fuzzingServer(directory, port);
                EventLoop loop = EventLoop.start("autobahn-client")) {
            String url = "ws://127.0.0.1:" + port;
            await().atMost(Duration.ofMinutes(2))
                    .ignoreExceptions()
                    .until(() -> !suite.isRunning() || caseCount(loop, url) > 0);
            assertThat(suite.isRunning()).as(suite.log()).isTrue();
            int cases = caseCount(loop, url);
            for (int number = 1; number <= cases; number++) {
                Ended ended = new Ended();
                connect(loop, url + "/runCase?agent=laminar&case=" + number, ended);
                ended.end.get(5, TimeUnit.MINUTES);
            }
            Ended reported = new Ended();
            connect(loop, url + "/updateReports?agent=laminar", reported);
            reported.end.get(1, TimeUnit.MINUTES);
            assertGood(suite.report());
        }
    }

    private void assertServerConforms(Echo echo, Compression compression) throws Exception {
        try (EventLoop loop = EventLoop.start("autobahn-server")) {
            int port =
                    new WebSocketServer(
                                    loop,
                                    new BindAddress("127.0.0.1", 0),
                                    16,
                                    1 << 20,
                                    settings(compression),
                                    HandshakeRules.NONE,
                                    echo)
                            .start()
                            .get(10, TimeUnit.SECONDS);
            try (Wstest suite = Wstest.fuzzingClient(directory, port)) {
                suite.awaitEnd(110);
                assertGood(suite.report());
            }
        }
    }

    private static ConnectionSettings settings(Compression compression) {
        return new ConnectionSettings(
                // The suite answers the request for its report once that is written.
                /* handshakeTimeout= */ Duration.ofMinutes(3),
                /* pingInterval= */ Duration.ZERO,
                Duration.ofSeconds(10),
                /* idleTimeout= */ Duration.ZERO,
                64 << 20,
                compression,
                TlsStores.NONE);
    }

    private static void assertGood(Map<String, Wstest.Verdict> report) {
        Map<String, Integer> cases = new TreeMap<>();
        report.keySet()
                .forEach(
                        name -> cases.merge(name.substring(0, name.indexOf('.')), 1, Integer::sum));
        assertThat(cases).as("cases by section").isEqualTo(Wstest.casesBySection());
        report.values().removeIf(Wstest.Verdict::isGood);
        assertThat(report).as("cases that are not OK, INFORMATIONAL or NON-STRICT").isEmpty();
    }

    private static int caseCount(EventLoop loop, String url) throws Exception {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        connect(
                loop,
                url + "/getCaseCount",
                new Ended() {
                    @Override
                    protected void echo(Channel channel, byte[] message, boolean isText) {
                        count.complete(
                                Integer.parseInt(new String(message, StandardCharsets.UTF_8)));
                    }
                });
        return count.get(10, TimeUnit.SECONDS);
    }

    private static void connect(EventLoop loop, String url, Echo listener) throws Exception {
        new WebSocketClient(
                        loop,
                        WebSocketUrl.parse(url),
                        ClientHandshake.PLAIN,
                        Duration.ofSeconds(10),
                        settings(Compression.WITH_HISTORY),
                        listener)
                .connect()
                .get(4, TimeUnit.MINUTES);
    }

    /** Hears when the suite has closed the connection. */
    private static class Ended extends Echo {

        private final CompletableFuture<String> end = new CompletableFuture<>();

        @Override
        public void onClosed(Channel channel, String reason) {
            end.complete(reason);
        }
    }
}
