// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.ClientCredentials;
import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.Compression;
import io.laminar.flink.websocket.protocol.ConnectionSettings;
import io.laminar.flink.websocket.protocol.HandshakeRules;
import io.laminar.flink.websocket.protocol.ProxyUrl;
import io.laminar.flink.websocket.protocol.ReconnectPolicy;
import io.laminar.flink.websocket.protocol.TlsStores;
import io.laminar.flink.websocket.protocol.WebSocketErrors;
import io.laminar.flink.websocket.protocol.WebSocketUrl;
import io.laminar.flink.websocket.source.ErrorPolicy;
import io.laminar.flink.websocket.source.EventTime;
import io.laminar.flink.websocket.source.RecordLayout;
import io.laminar.flink.websocket.source.Resume;
import io.laminar.flink.websocket.source.SourceEndpoint;
import io.laminar.flink.websocket.source.Subscription;
import io.laminar.flink.websocket.source.ValueSchema;
import io.laminar.flink.websocket.source.WebSocketDeserializationSchema;
import io.laminar.flink.websocket.source.WebSocketSourceConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link WebSocketSource}. Needed are a deserializer and either {@link #setUrl} (client
 * mode) or {@link #setBindAddress} (server mode). Texts of errors name the SQL option that a setter
 * stands for.
 */
@PublicEvolving
public final class WebSocketSourceBuilder<T> {

    private @Nullable WebSocketDeserializationSchema<T> deserializer;
    private List<String> urls = List.of();
    private @Nullable String bindAddress;
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
    private int maxConnections = 1024;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration handshakeTimeout = Duration.ofSeconds(10);
    private Duration pingInterval = Duration.ofSeconds(30);
    private Duration pingTimeout = Duration.ofSeconds(10);
    private Duration idleTimeout = Duration.ZERO;
    private MemorySize maxMessageSize = MemorySize.ofMebiBytes(64);
    private Compression compression = Compression.WITH_HISTORY;
    private int bufferCapacity = 10_000;
    private RecordLayout recordLayout = RecordLayout.WHOLE_MESSAGE;
    private Duration initialReconnectDelay = Duration.ofSeconds(1);
    private Duration maxReconnectDelay = Duration.ofSeconds(30);
    private int maxReconnects;
    private @Nullable EventTime eventTime;
    private @Nullable String sequenceField;
    private @Nullable Resume resume;
    private ErrorPolicy errorPolicy = ErrorPolicy.FAIL;
    private List<String> subscribeMessages = List.of();

    WebSocketSourceBuilder() {}

    /** What makes records of bytes; called on the task's thread. */
    public WebSocketSourceBuilder<T> setDeserializer(DeserializationSchema<T> schema) {
        return setDeserializer(new ValueSchema<>(schema));
    }

    /** What makes records of bytes and of where they came from; called on the task's thread. */
    public WebSocketSourceBuilder<T> setDeserializer(WebSocketDeserializationSchema<T> schema) {
        this.deserializer = schema;
        return this;
    }

    /**
     * Client mode: {@code ws://} or {@code wss://}; may hold {@code ${env:NAME}} in its query.
     * Several are spread over the subtasks.
     */
    public WebSocketSourceBuilder<T> setUrl(String... addresses) {
        this.urls = List.of(addresses);
        return this;
    }

    /**
     * Server mode: {@code host:port} to listen on; port 0 takes any free one. With a range such as
     * {@code 0.0.0.0:8080-8087} every subtask listens, each on its own port.
     */
    public WebSocketSourceBuilder<T> setBindAddress(String hostAndPort) {
        this.bindAddress = hostAndPort;
        return this;
    }

    /**
     * Client mode: a header of the handshake; may be called for several. The value may hold {@code
     * ${env:NAME}} and {@code ${file:/path}}.
     */
    public WebSocketSourceBuilder<T> setHeader(String name, String value) {
        headers.put(name, SecretText.of(value));
        return this;
    }

    /**
     * Value of the header Authorization, such as {@code Bearer ${env:TOKEN}}: sent in client mode,
     * asked for in server mode.
     */
    public WebSocketSourceBuilder<T> setAuth(String value) {
        this.auth = SecretText.of(value);
        return this;
    }

    /**
     * Client mode, instead of {@link #setAuth}: gets tokens of an OAuth 2 server by client
     * credentials (RFC 6749, section 4.4). Id and secret may hold {@code ${env:NAME}}.
     *
     * @param tokenUrl {@code https://} or {@code http://}
     * @param scope null for what the server thinks fit
     * @throws IllegalArgumentException if the URL is none
     */
    public WebSocketSourceBuilder<T> setClientCredentials(
            String tokenUrl, String clientId, String clientSecret, @Nullable String scope) {
        this.credentials =
                new ClientCredentials(
                        tokenUrl, SecretText.of(clientId), SecretText.of(clientSecret), scope);
        return this;
    }

    /**
     * Client mode: HTTP proxy, {@code http://user:${env:PASSWORD}@host:port}; by default what
     * {@code https_proxy}, {@code http_proxy} and {@code no_proxy} say in the environment of the
     * task manager.
     */
    public WebSocketSourceBuilder<T> setProxy(String proxyUrl) {
        this.proxy = proxyUrl;
        return this;
    }

    /** Server mode: the URL's path; another is answered with HTTP 404. Any, if not called. */
    public WebSocketSourceBuilder<T> setPath(String urlPath) {
        this.path = urlPath;
        return this;
    }

    /**
     * Server mode: origins of web pages that may connect, such as {@code https://app.example.com};
     * others are answered with HTTP 403. Any, if not called.
     */
    public WebSocketSourceBuilder<T> setAllowedOrigins(String... origins) {
        this.allowedOrigins = Set.of(origins);
        return this;
    }

    /** Client mode: file with the certificates to trust, and its password; the JVM's otherwise. */
    public WebSocketSourceBuilder<T> setTrustStore(String file, @Nullable String password) {
        this.trustStore = file;
        this.trustStorePassword = password == null ? null : SecretText.of(password);
        return this;
    }

    /**
     * File with the own certificate and its key (PKCS #12, JKS or PEM) and its password, which may
     * be {@code ${env:NAME}}. Server mode: only {@code wss://} is spoken then.
     */
    public WebSocketSourceBuilder<T> setKeyStore(String file, @Nullable String password) {
        this.keyStore = file;
        this.keyStorePassword = password == null ? null : SecretText.of(password);
        return this;
    }

    /** Names with commas: offered in client mode, in server mode one must be offered. */
    public WebSocketSourceBuilder<T> setSubprotocol(String names) {
        this.subprotocol = names;
        return this;
    }

    /** Server mode: past it a client is answered with HTTP 503; 1024 by default. */
    public WebSocketSourceBuilder<T> setMaxConnections(int connections) {
        this.maxConnections = connections;
        return this;
    }

    /** Client mode: for the TCP connection; 10 s by default. */
    public WebSocketSourceBuilder<T> setConnectTimeout(Duration timeout) {
        this.connectTimeout = timeout;
        return this;
    }

    /** From the open TCP connection to the end of the handshake; 10 s by default. */
    public WebSocketSourceBuilder<T> setHandshakeTimeout(Duration timeout) {
        this.handshakeTimeout = timeout;
        return this;
    }

    /** Time between pings, zero for none; 30 s by default. */
    public WebSocketSourceBuilder<T> setPingInterval(Duration interval) {
        this.pingInterval = interval;
        return this;
    }

    /** Without a sign of life for this long after a ping, a connection is broken; 10 s. */
    public WebSocketSourceBuilder<T> setPingTimeout(Duration timeout) {
        this.pingTimeout = timeout;
        return this;
    }

    /**
     * Without a message for this long a connection is closed, and in client mode opened anew; zero,
     * the default, is never.
     */
    public WebSocketSourceBuilder<T> setIdleTimeout(Duration timeout) {
        this.idleTimeout = timeout;
        return this;
    }

    /**
     * A message that is larger once inflated closes its connection with status 1009; 64 MiB by
     * default.
     */
    public WebSocketSourceBuilder<T> setMaxMessageSize(MemorySize size) {
        this.maxMessageSize = size;
        return this;
    }

    /** Neither offers nor accepts {@code permessage-deflate}, which is allowed otherwise. */
    public WebSocketSourceBuilder<T> disableCompression() {
        this.compression = Compression.NONE;
        return this;
    }

    /** Messages that may wait for the task before reading stops; 10,000 by default. */
    public WebSocketSourceBuilder<T> setBufferCapacity(int messages) {
        this.bufferCapacity = messages;
        return this;
    }

    /** How a message holds its records; the whole message is one by default. */
    public WebSocketSourceBuilder<T> setRecordLayout(RecordLayout layout) {
        this.recordLayout = layout;
        return this;
    }

    /**
     * Takes the timestamps of records from a field of theirs; they are JSON objects then. None by
     * default.
     *
     * @param format {@code epoch_seconds}, {@code epoch_millis}, {@code epoch_micros}, {@code
     *     epoch_nanos}, {@code iso8601}, or a pattern of {@link
     *     java.time.format.DateTimeFormatter}; a time without a zone is UTC
     * @throws IllegalArgumentException if the field is empty, or the format is none of these
     */
    public WebSocketSourceBuilder<T> setEventTime(String field, String format) {
        this.eventTime = new EventTime(field, format);
        return this;
    }

    /**
     * Counts records that did not come ({@code lostRecords}), by a field of theirs that goes up by
     * one with each; they are JSON objects then. None by default.
     */
    public WebSocketSourceBuilder<T> setSequenceField(String field) {
        this.sequenceField = field;
        return this;
    }

    /**
     * Client mode, for servers that can replay: at least once instead of at most once. After a
     * restart or a reconnect the value of a field of the last record stands for <code>${last}
     * </code> in the message, which is sent in place of the last subscription, or in the query of
     * the URL.
     *
     * @param field of the records, which are JSON objects
     * @param message null if only the URL holds <code>${last}</code>
     * @throws IllegalArgumentException if the field is empty, or the message has no <code>${last}
     *     </code>
     */
    public WebSocketSourceBuilder<T> setResume(String field, @Nullable String message) {
        this.resume = Resume.of(field, message);
        return this;
    }

    /** What becomes of a record that can't be decoded; the job fails by default. */
    public WebSocketSourceBuilder<T> setErrorPolicy(ErrorPolicy policy) {
        this.errorPolicy = policy;
        return this;
    }

    /** Client mode: the delay before a reconnect, and what its doubling ends at; 1 s, 30 s. */
    public WebSocketSourceBuilder<T> setReconnectDelay(Duration initial, Duration maximum) {
        this.initialReconnectDelay = initial;
        this.maxReconnectDelay = maximum;
        return this;
    }

    /**
     * Client mode: reconnects in a row that bring no message, before the source fails; 0, the
     * default, is unlimited.
     */
    public WebSocketSourceBuilder<T> setMaxReconnects(int retries) {
        this.maxReconnects = retries;
        return this;
    }

    /**
     * Client mode: text messages that are sent after each handshake, reconnects included; none by
     * default. They may hold {@code ${env:NAME}} and {@code ${file:/path}}.
     */
    public WebSocketSourceBuilder<T> setSubscribeMessages(String... messages) {
        this.subscribeMessages = List.of(messages);
        return this;
    }

    /**
     * Checks and builds.
     *
     * @throws IllegalArgumentException if a setting is missing or bad, or both modes are asked for
     */
    public WebSocketSource<T> build() {
        if (deserializer == null) {
            throw new IllegalArgumentException(
                    WebSocketErrors.missingInBuilder("deserializer", "setDeserializer"));
        }
        ConnectionSettings connection =
                ConnectionSettings.of(
                        handshakeTimeout,
                        pingInterval,
                        pingTimeout,
                        idleTimeout,
                        maxMessageSize,
                        compression,
                        new TlsStores(trustStore, trustStorePassword, keyStore, keyStorePassword));
        return WebSocketSource.of(
                new WebSocketSourceConfig(
                        endpoint(),
                        connection,
                        bufferCapacity,
                        recordLayout,
                        errorPolicy,
                        eventTime,
                        sequenceField),
                deserializer);
    }

    private SourceEndpoint endpoint() {
        if (bindAddress != null) {
            if (!urls.isEmpty()) {
                throw new IllegalArgumentException(
                        WebSocketErrors.optionOfOtherMode("url", "server", "client"));
            }
            if (!headers.isEmpty()) {
                throw new IllegalArgumentException(
                        WebSocketErrors.optionOfOtherMode("headers", "server", "client"));
            }
            if (credentials != null) {
                throw new IllegalArgumentException(
                        WebSocketErrors.optionOfOtherMode("auth.token.url", "server", "client"));
            }
            if (proxy != null) {
                throw new IllegalArgumentException(
                        WebSocketErrors.optionOfOtherMode("proxy.url", "server", "client"));
            }
            if (trustStore != null) {
                throw new IllegalArgumentException(
                        WebSocketErrors.optionOfOtherMode("ssl.trust_store", "server", "client"));
            }
            if (!subscribeMessages.isEmpty()) {
                throw new IllegalArgumentException(
                        WebSocketErrors.optionOfOtherMode("subscribe.message", "server", "client"));
            }
            if (resume != null) {
                throw new IllegalArgumentException(
                        WebSocketErrors.optionOfOtherMode("resume.field", "server", "client"));
            }
            return new SourceEndpoint.Server(
                    BindAddress.parse(bindAddress),
                    new HandshakeRules(path, allowedOrigins, subprotocol, auth),
                    maxConnections);
        }
        if (urls.isEmpty()) {
            throw new IllegalArgumentException(WebSocketErrors.missingUrl());
        }
        if (path != null) {
            throw new IllegalArgumentException(
                    WebSocketErrors.optionOfOtherMode("path", "client", "server"));
        }
        if (!allowedOrigins.isEmpty()) {
            throw new IllegalArgumentException(
                    WebSocketErrors.optionOfOtherMode("allowed_origins", "client", "server"));
        }
        return new SourceEndpoint.Client(
                urls.stream().map(WebSocketUrl::parse).toList(),
                new ClientHandshake(
                        headers,
                        subprotocol,
                        auth,
                        credentials,
                        proxy == null ? null : ProxyUrl.parse(proxy)),
                connectTimeout,
                new ReconnectPolicy(initialReconnectDelay, maxReconnectDelay, maxReconnects),
                Subscription.ofMessages(subscribeMessages).with(resume));
    }
}
