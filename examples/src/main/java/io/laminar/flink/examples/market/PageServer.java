// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Serves the page and, under {@code /status}, the demo's figures, on 127.0.0.1.
 *
 * <p>Threads: one of its own answers requests. Life cycle: {@link #close} frees the port at once.
 */
final class PageServer implements AutoCloseable {

    private static final String PAGE = "index.html";

    /** The page is one file and talks to this server and to WebSockets only. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
                    + " img-src data:; connect-src 'self' ws://127.0.0.1:* ws://localhost:*;"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final HttpServer server;
    private final ExecutorService executor;

    private PageServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * Listens.
     *
     * @param port 0 for any free one
     * @param status asked for each request of the page
     * @throws DemoException if the port is in use
     */
    static PageServer start(int port, Supplier<DemoStatus> status)
            throws IOException, DemoException {
        byte[] page = page();
        HttpServer server;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            throw new DemoException(DemoErrors.portNotUsable(port, String.valueOf(e.getMessage())));
        }
        ExecutorService executor =
                Executors.newSingleThreadExecutor(task -> new Thread(task, "market-page"));
        server.setExecutor(executor);
        server.createContext("/", exchange -> answer(exchange, page, status));
        server.start();
        return new PageServer(server, executor);
    }

    private static byte[] page() throws IOException {
        try (InputStream resource = PageServer.class.getResourceAsStream(PAGE)) {
            if (resource == null) {
                throw new IOException(DemoErrors.noResource(PAGE));
            }
            return resource.readAllBytes();
        }
    }

    private static void answer(HttpExchange exchange, byte[] page, Supplier<DemoStatus> status)
            throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                send(exchange, 405, "text/plain", "Only GET.".getBytes(StandardCharsets.UTF_8));
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/" -> send(exchange, 200, "text/html", page);
                case "/status" ->
                        send(
                                exchange,
                                200,
                                "application/json",
                                DemoJson.status(status.get()).getBytes(StandardCharsets.UTF_8));
                default ->
                        send(
                                exchange,
                                404,
                                "text/plain",
                                "No such page.".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void send(HttpExchange exchange, int code, String type, byte[] body)
            throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type + "; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        headers.set("Content-Security-Policy", CONTENT_POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
