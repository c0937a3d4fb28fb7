// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import io.laminar.flink.websocket.WebSocketSink;
import io.laminar.flink.websocket.WebSocketSinkBuilder;
import io.laminar.flink.websocket.WebSocketSource;
import io.laminar.flink.websocket.WebSocketSourceBuilder;
import java.time.Duration;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.jspecify.annotations.Nullable;

/** The settings that source and sink share in client mode; reconnects soon. */
public final class ClientSettings {

    private static final Duration DELAY = Duration.ofMillis(20);

    private final WebSocketSourceBuilder<String> source;
    private final WebSocketSinkBuilder<String> sink;

    private ClientSettings(String url) {
        source =
                WebSocketSource.<String>builder()
                        .setUrl(url)
                        .setReconnectDelay(DELAY, DELAY)
                        .setDeserializer(new SimpleStringSchema());
        sink =
                WebSocketSink.<String>builder()
                        .setUrl(url)
                        .setReconnectDelay(DELAY, DELAY)
                        .setSerializer(new SimpleStringSchema());
    }

    public static ClientSettings of(String url) {
        return new ClientSettings(url);
    }

    public ClientSettings setHeader(String name, String value) {
        source.setHeader(name, value);
        sink.setHeader(name, value);
        return this;
    }

    public ClientSettings setAuth(String value) {
        source.setAuth(value);
        sink.setAuth(value);
        return this;
    }

    public ClientSettings setSubprotocol(String names) {
        source.setSubprotocol(names);
        sink.setSubprotocol(names);
        return this;
    }

    public ClientSettings setClientCredentials(
            String tokenUrl, String clientId, String clientSecret, @Nullable String scope) {
        source.setClientCredentials(tokenUrl, clientId, clientSecret, scope);
        sink.setClientCredentials(tokenUrl, clientId, clientSecret, scope);
        return this;
    }

    public ClientSettings setProxy(String proxyUrl) {
        source.setProxy(proxyUrl);
        sink.setProxy(proxyUrl);
        return this;
    }

    public ClientSettings setTrustStore(String file, @Nullable String password) {
        source.setTrustStore(file, password);
        sink.setTrustStore(file, password);
        return this;
    }

    public ClientSettings setKeyStore(String file, @Nullable String password) {
        source.setKeyStore(file, password);
        sink.setKeyStore(file, password);
        return this;
    }

    public ClientSettings setHandshakeTimeout(Duration timeout) {
        source.setHandshakeTimeout(timeout);
        sink.setHandshakeTimeout(timeout);
        return this;
    }

    public ClientSettings setMaxReconnects(int retries) {
        source.setMaxReconnects(retries);
        sink.setMaxReconnects(retries);
        return this;
    }

    /** A source with all its splits, or a sink. */
    public ClientHarness open(ClientHarness.Connector connector) throws Exception {
        return switch (connector) {
            case SOURCE -> new ClientHarness.OfSource(ReaderHarness.reading(source.build()));
            case SINK -> new ClientHarness.OfSink(WriterHarness.open(sink.build()));
        };
    }
}
