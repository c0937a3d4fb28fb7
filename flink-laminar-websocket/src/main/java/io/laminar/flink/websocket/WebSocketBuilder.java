// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.websocket.protocol.ClientCredentials;
import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.Compression;
import io.laminar.flink.websocket.protocol.ConnectionSettings;
import io.laminar.flink.websocket.protocol.HandshakeRules;
import io.laminar.flink.websocket.protocol.ProxyUrl;
import io.laminar.flink.websocket.protocol.ReconnectPolicy;
import io.laminar.flink.websocket.protocol.TlsStores;
import io.laminar.flink.websocket.protocol.WebSocketErrors;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/**
 * What is said of connections in the same way for a source and for a sink. Texts of errors name the
 * SQL option that a setter stands for.
 *
 * @param <B> the builder itself
 */
@PublicEvolving
public abstract sealed class WebSocketBuilder<B extends WebSocketBuilder<B>>
        permits WebSocketSourceBuilder, WebSocketSinkBuilder {

    /** What was set that has a meaning in one mode only. */
    private final Set<String> ofClient = new LinkedHashSet<>();

    private final Set<String> ofServer = new LinkedHashSet<>();

    private final Map<String, SecretText> headers = new HashMap<>();
    private @Nullable String subprotocol;
    private @Nullable SecretText auth;
    private @Nullable ClientCredentials credentials;
    private @Nullable String proxy;
    private @Nullable String trustStore;
    private @Nullable SecretText trustStorePassword;
    private @Nullable String keyStore;
    private @Nullable SecretText keyStorePassword;
    private @Nullable String path;
    private Set<String> allowedOrigins = Set.of();
    private Duration initialReconnectDelay = Duration.ofSeconds(1);
    private Duration maxReconnectDelay = Duration.ofSeconds(30);
    private int maxReconnects;
    private Duration handshakeTimeout = Duration.ofSeconds(10);
    private Duration pingInterval = Duration.ofSeconds(30);
    private Duration pingTimeout = Duration.ofSeconds(10);
    private Compression compression;

    @Nullable String bindAddress;
    int maxConnections;
    Duration connectTimeout = Duration.ofSeconds(10);

    WebSocketBuilder(int maxConnections, Compression compression) {
        this.maxConnections = maxConnections;
        this.compression = compression;
    }

    abstract B self();

    /** Notes that an option was set which has a meaning in client mode only. */
    final B ofClient(String option) {
        ofClient.add(option);
        return self();
    }

    /** Notes that an option was set which has a meaning in server mode only. */
    final B ofServer(String option) {
        ofServer.add(option);
        return self();
    }

    /**
     * Server mode: {@code host:port} to listen on; port 0 takes any free one. With a range such as
     * {@code 0.0.0.0:8080-8087} every subtask listens, each on its own port.
     */
    public B setBindAddress(String hostAndPort) {
        this.bindAddress = hostAndPort;
        return ofServer("bind_address");
    }

    /**
     * Client mode: a header of the handshake; may be called for several. The value may hold {@code
     * ${env:NAME}} and {@code ${file:/path}}.
     */
    public B setHeader(String name, String value) {
        headers.put(name, SecretText.of(value));
        return ofClient("headers");
    }

    /**
     * Value of the header Authorization, such as {@code Bearer ${env:TOKEN}}: sent in client mode,
     * asked for in server mode.
     */
    public B setAuth(String value) {
        this.auth = SecretText.of(value);
        return self();
    }

    /**
     * Client mode, instead of {@link #setAuth}: gets tokens of an OAuth 2 server by client
     * credentials (RFC 6749, section 4.4). Id and secret may hold {@code ${env:NAME}}.
     *
     * @param tokenUrl {@code https://} or {@code http://}
     * @param scope null for what the server thinks fit
     * @throws IllegalArgumentException if the URL is none
     */
    public B setClientCredentials(
            String tokenUrl, String clientId, String clientSecret, @Nullable String scope) {
        this.credentials =
                new ClientCredentials(
                        tokenUrl, SecretText.of(clientId), SecretText.of(clientSecret), scope);
        return ofClient("auth.token.url");
    }

    /**
     * Client mode: HTTP proxy, {@code http://user:${env:PASSWORD}@host:port}; by default what
     * {@code https_proxy}, {@code http_proxy} and {@code no_proxy} say in the environment of the
     * task manager.
     */
    public B setProxy(String proxyUrl) {
        this.proxy = proxyUrl;
        return ofClient("proxy.url");
    }

    /** Server mode: the URL's path; another is answered with HTTP 404. Any, if not called. */
    public B setPath(String urlPath) {
        this.path = urlPath;
        return ofServer("path");
    }

    /**
     * Server mode: origins of web pages that may connect, such as {@code https://app.example.com};
     * others are answered with HTTP 403. Any, if not called.
     */
    public B setAllowedOrigins(String... origins) {
        this.allowedOrigins = Set.of(origins);
        return ofServer("allowed_origins");
    }

    /** Client mode: file with the certificates to trust, and its password; the JVM's otherwise. */
    public B setTrustStore(String file, @Nullable String password) {
        this.trustStore = file;
        this.trustStorePassword = password == null ? null : SecretText.of(password);
        return ofClient("ssl.trust_store");
    }

    /**
     * File with the own certificate and its key (PKCS #12, JKS or PEM) and its password, which may
     * be {@code ${env:NAME}}. Server mode: only {@code wss://} is spoken then.
     */
    public B setKeyStore(String file, @Nullable String password) {
        this.keyStore = file;
        this.keyStorePassword = password == null ? null : SecretText.of(password);
        return self();
    }

    /** Names with commas: offered in client mode, in server mode one must be offered. */
    public B setSubprotocol(String names) {
        this.subprotocol = names;
        return self();
    }

    /**
     * Server mode: past it a client is answered with HTTP 503; 1024 by default in a source, 10,000
     * in a sink.
     */
    public B setMaxConnections(int connections) {
        this.maxConnections = connections;
        return ofServer("max_connections");
    }

    /** Client mode: for the look-up of the host, then for the TCP connection; 10 s by default. */
    public B setConnectTimeout(Duration timeout) {
        this.connectTimeout = timeout;
        return ofClient("connect_timeout_ms");
    }

    /** From the open TCP connection to the end of the handshake; 10 s by default. */
    public B setHandshakeTimeout(Duration timeout) {
        this.handshakeTimeout = timeout;
        return self();
    }

    /** Client mode: the delay before a reconnect, and what its doubling ends at; 1 s, 30 s. */
    public B setReconnectDelay(Duration initial, Duration maximum) {
        this.initialReconnectDelay = initial;
        this.maxReconnectDelay = maximum;
        return ofClient("reconnect.initial_delay_ms");
    }

    /**
     * Client mode: reconnects in a row without a good connection, before the job fails; 0, the
     * default, is unlimited. Good is one that brings a message, or to a sink that waits for no
     * answers, one that lasts.
     */
    public B setMaxReconnects(int retries) {
        this.maxReconnects = retries;
        return ofClient("reconnect.max_retries");
    }

    /** Time between pings, zero for none; 30 s by default. */
    public B setPingInterval(Duration interval) {
        this.pingInterval = interval;
        return self();
    }

    /** Without a sign of life for this long after a ping, a connection is broken; 10 s. */
    public B setPingTimeout(Duration timeout) {
        this.pingTimeout = timeout;
        return self();
    }

    /** Neither offers nor accepts {@code permessage-deflate}, which is allowed otherwise. */
    public B disableCompression() {
        this.compression = Compression.NONE;
        return self();
    }

    final void requireClientMode() {
        refuse(ofServer, "client", "server");
    }

    final void requireServerMode() {
        refuse(ofClient, "server", "client");
    }

    private static void refuse(Set<String> options, String mode, String otherMode) {
        if (!options.isEmpty()) {
            throw new IllegalArgumentException(
                    WebSocketErrors.optionOfOtherMode(options.iterator().next(), mode, otherMode));
        }
    }

    final ClientHandshake clientHandshake() {
        return new ClientHandshake(
                headers,
                subprotocol,
                auth,
                credentials,
                proxy == null ? null : ProxyUrl.parse(proxy));
    }

    final HandshakeRules handshakeRules() {
        return new HandshakeRules(path, allowedOrigins, subprotocol, auth);
    }

    final ConnectionSettings connection(Duration idleTimeout, MemorySize maxMessageSize) {
        return ConnectionSettings.of(
                handshakeTimeout,
                pingInterval,
                pingTimeout,
                idleTimeout,
                maxMessageSize,
                compression,
                new TlsStores(trustStore, trustStorePassword, keyStore, keyStorePassword));
    }

    final ReconnectPolicy reconnectPolicy() {
        return new ReconnectPolicy(initialReconnectDelay, maxReconnectDelay, maxReconnects);
    }
}
