// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A token endpoint of OAuth 2: gives token-1, token-2, …, or what the test says. */
public final class TokenServer implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger tokens = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile long lifetimeSeconds = 3600;
    private volatile int status = 200;
    private volatile String answer = "";

    private TokenServer(HttpServer server) {
        this.server = server;
    }

    public static TokenServer start() throws IOException {
        return start(HttpServer.create(anyPort(), 0));
    }

    /** One that speaks TLS. */
    public static TokenServer startTls(TestCertificate certificate) throws Exception {
        HttpsServer https = HttpsServer.create(anyPort(), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
        return start(https);
    }

    private static TokenServer start(HttpServer http) {
        TokenServer server = new TokenServer(http);
        http.createContext("/token", server::handle);
        http.start();
        return server;
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return server instanceof HttpsServer
                ? "https://localhost:" + port() + "/token"
                : "http://127.0.0.1:" + port() + "/token";
    }

    /** How long the tokens that follow last; they are accepted for ever by whoever takes them. */
    public void setLifetime(long seconds) {
        lifetimeSeconds = seconds;
    }

    /** Answers with this from now on; 200 and nothing for tokens. */
    public void answer(int httpStatus, String body) {
        status = httpStatus;
        answer = body;
    }

    /** How many tokens it has given. */
    public int tokens() {
        return tokens.get();
    }

    /** Of each request: method, header Authorization, body. */
    public List<String> requests() {
        return requests;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(
                    exchange.getRequestMethod()
                            + " "
                            + exchange.getRequestHeaders().getFirst("Authorization")
                            + " "
                            + new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
            String body =
                    answer.isEmpty()
                            ? String.format(
                                    "{\"access_token\":\"token-%d\",\"token_type\":\"bearer\","
                                            + "\"expires_in\":%d}",
                                    tokens.incrementAndGet(), lifetimeSeconds)
                            : answer;
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
