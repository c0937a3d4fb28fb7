// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.laminar.flink.testing.Chromium;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.testing.ReaderHarness;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both servers, with the WebSocket of a page in a browser. */
@Timeout(120)
class WebSocketBrowserITCase {

    /** Keeps what happens to a connection, in words. */
    private static final String PAGE =
            """
            <!doctype html><title>Test</title><link rel="icon" href="data:,">
            <script>
              let happened, socket;
              function connect(port, protocols = []) {
                happened = [];
                socket = new WebSocket(`ws://127.0.0.1:${port}/in`, protocols);
                socket.binaryType = 'arraybuffer';
                socket.onopen = () => happened.push(`open ${socket.protocol} ${socket.extensions.split(";")[0]}`);
                socket.onmessage = ({ data }) => happened.push(
                  typeof data === 'string' ? data : `bytes ${[...new Uint8Array(data)]}`);
                socket.onclose = ({ code, wasClean }) => happened.push(`close ${code} ${wasClean}`);
              }
            </script>
            """;

    @TempDir static Path userData;

    private static HttpServer pages;
    private static Chromium browser;

    @BeforeAll
    static void startBrowser() throws IOException {
        pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pages.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
                        exchange.getResponseHeaders().set("Content-Type", "text/html");
                        exchange.sendResponseHeaders(200, page.length);
                        exchange.getResponseBody().write(page);
                    }
                });
        pages.start();
        browser = new Chromium(userData, 400, 300);
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
        pages.stop(0);
    }

    @BeforeEach
    void openPage() {
        browser.open(origin() + "/");
    }

    @Test
    void aPageSubscribesToTheSinkAndSeesItsEnd() throws Exception {
        int port;
        try (WriterHarness<Integer> writer = WriterHarness.open(numbers().build())) {
            port = writer.port();
            browser.evaluate("connect(" + port + ")");
            await().until(() -> writer.metric("clients") == 1);
            write(writer, 1);
            awaitHappened("open  permessage-deflate", "1");

            browser.evaluate(
                    "socket.send(JSON.stringify({action: 'subscribe', filter: 'f0 > 2'}))");
            await().until(() -> happened().size() == 3);
            assertThat(happened().get(2)).startsWith("{\"type\":\"subscribed\"");
            write(writer, 2, 3);
            await().until(() -> happened().size() == 4);
            assertThat(happened().get(3)).contains("\"sequence\":2,").endsWith("\"data\":3}");
        }
        await().until(() -> happened().contains("close 1001 true"));

        // A failover: the job listens at the same port again.
        try (WriterHarness<Integer> writer =
                WriterHarness.open(numbers().setBindAddress("127.0.0.1:" + port).build())) {
            browser.evaluate("connect(" + port + ")");
            await().until(() -> writer.metric("clients") == 1);
            write(writer, 4);
            awaitHappened("open  permessage-deflate", "4");
        }
    }

    @Test
    void aPageGetsBinaryMessages() throws Exception {
        WebSocketSink<byte[]> sink =
                WebSocketSink.<byte[]>builder()
                        .setBindAddress("127.0.0.1:0")
                        .setSerializer(element -> element)
                        .setFrameType(FrameType.BINARY)
                        .build();
        try (WriterHarness<byte[]> writer = WriterHarness.open(sink)) {
            browser.evaluate("connect(" + writer.port() + ")");
            await().until(() -> writer.metric("clients") == 1);
            writer.write(new byte[] {0, (byte) 0xFF});
            writer.flush();
            awaitHappened("open  permessage-deflate", "bytes 0,255");
        }
    }

    @Test
    void aPageSendsToTheSource() throws Exception {
        WebSocketSourceBuilder<String> source =
                server().setPath("/in")
                        .setSubprotocol("readings.v1")
                        .setAllowedOrigins(origin())
                        .setMaxMessageSize(MemorySize.parse("1 mb"));
        try (ReaderHarness<String> reader = ReaderHarness.reading(source.build())) {
            browser.evaluate("connect(" + port(reader) + ", ['readings.v1'])");
            awaitHappened("open readings.v1 permessage-deflate");
            browser.evaluate("socket.send('grüße 👋')");
            browser.evaluate("socket.send(new TextEncoder().encode('bytes'))");
            browser.evaluate("socket.send(new Blob(['a ', 'blob']))");
            // Chromium cuts it into frames.
            browser.evaluate("socket.send('x'.repeat(500000))");
            assertThat(reader.poll(4))
                    .containsExactly("grüße 👋", "bytes", "a blob", "x".repeat(500_000));

            browser.evaluate("socket.close(4000, 'done')");
            await().until(() -> happened().contains("close 4000 true"));

            browser.evaluate("connect(" + port(reader) + ", ['readings.v1'])");
            awaitHappened("open readings.v1 permessage-deflate");
            browser.evaluate("socket.send('x'.repeat(2000000))");
            await().until(() -> happened().contains("close 1009 true"));
        }
    }

    @Test
    void aPageOfAnotherOriginIsNotLetIn() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(
                        server().setAllowedOrigins("https://app.example.com").build())) {
            browser.evaluate("connect(" + port(reader) + ")");
            awaitHappened("close 1006 false");
            assertThat(browser.console()).singleElement().asString().contains("403");
        }
    }

    private static void write(WriterHarness<Integer> writer, int... numbers) throws Exception {
        for (int number : numbers) {
            writer.write(number);
        }
        writer.flush();
    }

    private static void awaitHappened(String... events) {
        await().untilAsserted(() -> assertThat(happened()).containsExactly(events));
    }

    private static List<String> happened() {
        return ((List<?>) browser.evaluate("happened")).stream().map(String::valueOf).toList();
    }

    private static String origin() {
        return "http://127.0.0.1:" + pages.getAddress().getPort();
    }

    private static int port(ReaderHarness<?> reader) {
        await().until(() -> reader.metric("boundPort") > 0);
        return (int) reader.metric("boundPort");
    }

    private static WebSocketSourceBuilder<String> server() {
        return WebSocketSource.<String>builder()
                .setBindAddress("127.0.0.1:0")
                .setDeserializer(new SimpleStringSchema());
    }

    private static WebSocketSinkBuilder<Integer> numbers() {
        return WebSocketSink.<Integer>builder()
                .setBindAddress("127.0.0.1:0")
                .setSerializer(number -> number.toString().getBytes(StandardCharsets.US_ASCII))
                .setSubscriptions(new NumberSubscriptions());
    }
}
