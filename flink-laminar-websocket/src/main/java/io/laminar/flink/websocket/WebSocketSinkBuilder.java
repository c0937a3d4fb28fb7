// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.Compression;
import io.laminar.flink.websocket.protocol.HandshakeRules;
import io.laminar.flink.websocket.protocol.TlsStores;
import io.laminar.flink.websocket.protocol.WebSocketErrors;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.SlowClientPolicy;
import io.laminar.flink.websocket.sink.Subscriptions;
import io.laminar.flink.websocket.sink.WebSocketSinkConfig;
import java.time.Duration;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link WebSocketSink}. Needed are a serializer and {@link #setBindAddress}. Texts of
 * errors name the SQL option that a setter stands for.
 */
@PublicEvolving
public final class WebSocketSinkBuilder<T> {

    private @Nullable SerializationSchema<T> serializer;
    private @Nullable String bindAddress;
    private FrameType frameType = FrameType.TEXT;
    private @Nullable String subprotocol;
    private @Nullable SecretText auth;
    private @Nullable String keyStore;
    private @Nullable SecretText keyStorePassword;
    private @Nullable String path;
    private Set<String> allowedOrigins = Set.of();
    private int maxConnections = 10_000;
    private SlowClientPolicy policy = SlowClientPolicy.DROP;
    private MemorySize clientBuffer = MemorySize.parse("256 kb");
    private int replayBufferSize;
    private Subscriptions<T> subscriptions = Subscriptions.toText();
    private boolean subscriptionsEnabled = true;
    private Compression compression = Compression.PER_MESSAGE;
    private Duration pingInterval = Duration.ofSeconds(30);
    private Duration pingTimeout = Duration.ofSeconds(10);

    WebSocketSinkBuilder() {}

    /** What makes a message of a record; a null is no message. Called on the task's thread. */
    public WebSocketSinkBuilder<T> setSerializer(SerializationSchema<T> schema) {
        this.serializer = schema;
        return this;
    }

    /**
     * {@code host:port} to listen on; port 0 takes any free one. A range such as {@code
     * 0.0.0.0:8080-8087} has a port for each subtask, and the sink may be parallel.
     */
    public WebSocketSinkBuilder<T> setBindAddress(String hostAndPort) {
        this.bindAddress = hostAndPort;
        return this;
    }

    /** Text, the default, for messages that are UTF-8. */
    public WebSocketSinkBuilder<T> setFrameType(FrameType type) {
        this.frameType = type;
        return this;
    }

    /**
     * Value of the header Authorization, such as {@code Bearer ${env:TOKEN}}: a client that sends
     * another is answered with HTTP 401.
     */
    public WebSocketSinkBuilder<T> setAuth(String value) {
        this.auth = SecretText.of(value);
        return this;
    }

    /** The URL's path; another is answered with HTTP 404. Any, if not called. */
    public WebSocketSinkBuilder<T> setPath(String urlPath) {
        this.path = urlPath;
        return this;
    }

    /**
     * Origins of web pages that may connect, such as {@code https://app.example.com}; others are
     * answered with HTTP 403. Any, if not called.
     */
    public WebSocketSinkBuilder<T> setAllowedOrigins(String... origins) {
        this.allowedOrigins = Set.of(origins);
        return this;
    }

    /**
     * File with the own certificate and its key (PKCS #12, JKS or PEM) and its password, which may
     * be {@code ${env:NAME}}. Only {@code wss://} is spoken then.
     */
    public WebSocketSinkBuilder<T> setKeyStore(String file, @Nullable String password) {
        this.keyStore = file;
        this.keyStorePassword = password == null ? null : SecretText.of(password);
        return this;
    }

    /** Names with commas, of which a client must offer one; any client otherwise. */
    public WebSocketSinkBuilder<T> setSubprotocol(String names) {
        this.subprotocol = names;
        return this;
    }

    /** Past it a client is answered with HTTP 503; 10,000 by default. */
    public WebSocketSinkBuilder<T> setMaxConnections(int connections) {
        this.maxConnections = connections;
        return this;
    }

    /** What happens when the buffer of a client is full; by default new messages are dropped. */
    public WebSocketSinkBuilder<T> setSlowClientPolicy(SlowClientPolicy slowClientPolicy) {
        this.policy = slowClientPolicy;
        return this;
    }

    /** Bytes that may wait for one client before the policy rules; 256 KiB. */
    public WebSocketSinkBuilder<T> setClientBuffer(MemorySize size) {
        this.clientBuffer = size;
        return this;
    }

    /** Recent messages that a new client gets first; 0, the default, for none. */
    public WebSocketSinkBuilder<T> setReplayBufferSize(int messages) {
        this.replayBufferSize = messages;
        return this;
    }

    /** How clients filter records; by default they can't, and messages count as any text. */
    public WebSocketSinkBuilder<T> setSubscriptions(Subscriptions<T> recordSubscriptions) {
        this.subscriptions = recordSubscriptions;
        return this;
    }

    /** What clients say is read and forgotten; otherwise they may subscribe. */
    public WebSocketSinkBuilder<T> disableSubscriptions() {
        this.subscriptionsEnabled = false;
        return this;
    }

    /** Accepts no {@code permessage-deflate} from clients that offer it, as it does otherwise. */
    public WebSocketSinkBuilder<T> disableCompression() {
        this.compression = Compression.NONE;
        return this;
    }

    /** Time between pings, zero for none; 30 s by default. */
    public WebSocketSinkBuilder<T> setPingInterval(Duration interval) {
        this.pingInterval = interval;
        return this;
    }

    /** Without a sign of life for this long after a ping, a client is gone; 10 s. */
    public WebSocketSinkBuilder<T> setPingTimeout(Duration timeout) {
        this.pingTimeout = timeout;
        return this;
    }

    /**
     * Checks and builds.
     *
     * @throws IllegalArgumentException if a setting is missing or bad
     */
    public WebSocketSink<T> build() {
        if (serializer == null) {
            throw new IllegalArgumentException(
                    WebSocketErrors.missingInBuilder("serializer", "setSerializer"));
        }
        if (bindAddress == null) {
            throw new IllegalArgumentException(WebSocketErrors.missingBindAddress());
        }
        return WebSocketSink.of(
                new WebSocketSinkConfig(
                        BindAddress.parse(bindAddress),
                        new HandshakeRules(path, allowedOrigins, subprotocol, auth),
                        new TlsStores(null, null, keyStore, keyStorePassword),
                        maxConnections,
                        policy,
                        clientBuffer,
                        replayBufferSize,
                        subscriptionsEnabled,
                        pingInterval,
                        pingTimeout,
                        compression),
                frameType,
                serializer,
                subscriptions);
    }
}
