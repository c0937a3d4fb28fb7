// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.ClientCredentials;
import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.Compression;
import io.laminar.flink.websocket.protocol.HandshakeRules;
import io.laminar.flink.websocket.protocol.ProxyUrl;
import io.laminar.flink.websocket.protocol.ReconnectPolicy;
import io.laminar.flink.websocket.protocol.TlsStores;
import io.laminar.flink.websocket.protocol.WebSocketErrors;
import io.laminar.flink.websocket.protocol.WebSocketUrl;
import io.laminar.flink.websocket.sink.ClientFormat;
import io.laminar.flink.websocket.sink.ClientFormats;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.RecordKeys;
import io.laminar.flink.websocket.sink.SinkErrors;
import io.laminar.flink.websocket.sink.SlowClientPolicy;
import io.laminar.flink.websocket.sink.Subscriptions;
import io.laminar.flink.websocket.sink.WebSocketSinkConfig;
import io.laminar.flink.websocket.sink.batch.BatchErrors;
import io.laminar.flink.websocket.sink.batch.BatchLimits;
import io.laminar.flink.websocket.sink.batch.BatchSubscriptions;
import io.laminar.flink.websocket.sink.batch.JoiningEncoder;
import io.laminar.flink.websocket.sink.batch.MessageEncoder;
import io.laminar.flink.websocket.sink.batch.RowLayout;
import io.laminar.flink.websocket.sink.client.Acknowledgement;
import io.laminar.flink.websocket.sink.client.ClientErrors;
import io.laminar.flink.websocket.sink.client.ClientSinkConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.function.SerializableFunction;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link WebSocketSink}. Needed are a serializer and either {@link #setBindAddress}
 * (server mode) or {@link #setUrl} (client mode). Texts of errors name the SQL option that a setter
 * stands for.
 */
@PublicEvolving
public final class WebSocketSinkBuilder<T> {

    /** What was set that has a meaning in one mode only. */
    private final Set<String> ofServer = new LinkedHashSet<>();

    private final Set<String> ofClient = new LinkedHashSet<>();

    private @Nullable SerializationSchema<T> serializer;
    private @Nullable String bindAddress;
    private @Nullable String url;
    private final Map<String, SecretText> headers = new HashMap<>();
    private @Nullable ClientCredentials credentials;
    private @Nullable String proxy;
    private @Nullable String trustStore;
    private @Nullable SecretText trustStorePassword;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration handshakeTimeout = Duration.ofSeconds(10);
    private Duration initialReconnectDelay = Duration.ofSeconds(1);
    private Duration maxReconnectDelay = Duration.ofSeconds(30);
    private int maxReconnects;
    private int bufferOnDisconnect = 10_000;
    private BatchLimits batch = BatchLimits.SINGLE_ROWS;
    private @Nullable RowLayout rowLayout;
    private @Nullable MessageEncoder<T> encoder;
    private @Nullable String ackField;
    private @Nullable SerializableFunction<T, String> ackValue;
    private Duration ackTimeout = Duration.ofSeconds(30);
    private @Nullable FrameType frameType;
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
    private int snapshotRows;
    private @Nullable RecordKeys<T> keys;
    private Subscriptions<T> subscriptions = Subscriptions.toText();
    private ClientFormats<T> clientFormats = ClientFormats.none();
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

    /** Client mode: {@code ws://} or {@code wss://}; may hold {@code ${env:NAME}} in its query. */
    public WebSocketSinkBuilder<T> setUrl(String address) {
        this.url = address;
        return this;
    }

    /**
     * Server mode: {@code host:port} to listen on; port 0 takes any free one. A range such as
     * {@code 0.0.0.0:8080-8087} has a port for each subtask, and the sink may be parallel.
     */
    public WebSocketSinkBuilder<T> setBindAddress(String hostAndPort) {
        ofServer.add("bind_address");
        this.bindAddress = hostAndPort;
        return this;
    }

    /** Text for messages that are UTF-8; the default, unless a message encoder says otherwise. */
    public WebSocketSinkBuilder<T> setFrameType(FrameType type) {
        this.frameType = type;
        return this;
    }

    /**
     * Client mode: a header of the handshake; may be called for several. The value may hold {@code
     * ${env:NAME}} and {@code ${file:/path}}.
     */
    public WebSocketSinkBuilder<T> setHeader(String name, String value) {
        ofClient.add("headers");
        headers.put(name, SecretText.of(value));
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
    public WebSocketSinkBuilder<T> setClientCredentials(
            String tokenUrl, String clientId, String clientSecret, @Nullable String scope) {
        ofClient.add("auth.token.url");
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
    public WebSocketSinkBuilder<T> setProxy(String proxyUrl) {
        ofClient.add("proxy.url");
        this.proxy = proxyUrl;
        return this;
    }

    /** Client mode: file with the certificates to trust, and its password; the JVM's otherwise. */
    public WebSocketSinkBuilder<T> setTrustStore(String file, @Nullable String password) {
        ofClient.add("ssl.trust_store");
        this.trustStore = file;
        this.trustStorePassword = password == null ? null : SecretText.of(password);
        return this;
    }

    /** Client mode: for the TCP connection; 10 s by default. */
    public WebSocketSinkBuilder<T> setConnectTimeout(Duration timeout) {
        ofClient.add("connect_timeout_ms");
        this.connectTimeout = timeout;
        return this;
    }

    /** From the open TCP connection to the end of the handshake; 10 s by default. */
    public WebSocketSinkBuilder<T> setHandshakeTimeout(Duration timeout) {
        this.handshakeTimeout = timeout;
        return this;
    }

    /** Client mode: the delay before a reconnect, and what its doubling ends at; 1 s, 30 s. */
    public WebSocketSinkBuilder<T> setReconnectDelay(Duration initial, Duration maximum) {
        ofClient.add("reconnect.initial_delay_ms");
        this.initialReconnectDelay = initial;
        this.maxReconnectDelay = maximum;
        return this;
    }

    /**
     * Client mode: reconnects in a row without a good connection, before the job fails; 0, the
     * default, is unlimited.
     */
    public WebSocketSinkBuilder<T> setMaxReconnects(int retries) {
        ofClient.add("reconnect.max_retries");
        this.maxReconnects = retries;
        return this;
    }

    /**
     * Client mode: rows that may wait for the connection or for an acknowledgement, before the job
     * waits too; 10,000 by default.
     */
    public WebSocketSinkBuilder<T> setBufferOnDisconnect(int rows) {
        ofClient.add("buffer_on_disconnect");
        this.bufferOnDisconnect = rows;
        return this;
    }

    /**
     * Several rows a message. A checkpoint sends what there is. Clients that filter records can't
     * pick any of such a message.
     *
     * @param maxRows a message of so many is sent; 1 by default
     * @param interval so is one whose first row is that old; zero, the default, for no such limit
     * @throws IllegalArgumentException if one is out of its range
     */
    public WebSocketSinkBuilder<T> setBatch(int maxRows, Duration interval) {
        this.batch = new BatchLimits(maxRows, interval);
        return this;
    }

    /** How a message holds its rows; with line feeds between them by default. */
    public WebSocketSinkBuilder<T> setRowLayout(RowLayout layout) {
        this.rowLayout = layout;
        return this;
    }

    /**
     * What makes a message of several rows, in place of a serializer and a layout, such as an
     * {@link io.laminar.flink.websocket.sink.arrow.ArrowEncoder}.
     */
    public WebSocketSinkBuilder<T> setMessageEncoder(MessageEncoder<T> messageEncoder) {
        this.encoder = messageEncoder;
        return this;
    }

    /**
     * Client mode: the server answers each message with a value of its last row: alone, or as a
     * field of a JSON object. Makes the sink at-least-once.
     *
     * @param field name of the field in answers
     * @param value of a row, as text
     */
    public WebSocketSinkBuilder<T> setAcknowledgement(
            String field, SerializableFunction<T, String> value) {
        ofClient.add("ack.field");
        this.ackField = field;
        this.ackValue = value;
        return this;
    }

    /**
     * Client mode: for an answer, once all messages before are answered; past it all messages
     * without one are sent again; 30 s by default.
     */
    public WebSocketSinkBuilder<T> setAckTimeout(Duration timeout) {
        ofClient.add("ack.timeout");
        this.ackTimeout = timeout;
        return this;
    }

    /**
     * Value of the header Authorization, such as {@code Bearer ${env:TOKEN}}: sent in client mode,
     * asked for in server mode.
     */
    public WebSocketSinkBuilder<T> setAuth(String value) {
        this.auth = SecretText.of(value);
        return this;
    }

    /** The URL's path; another is answered with HTTP 404. Any, if not called. */
    public WebSocketSinkBuilder<T> setPath(String urlPath) {
        ofServer.add("path");
        this.path = urlPath;
        return this;
    }

    /**
     * Origins of web pages that may connect, such as {@code https://app.example.com}; others are
     * answered with HTTP 403. Any, if not called.
     */
    public WebSocketSinkBuilder<T> setAllowedOrigins(String... origins) {
        ofServer.add("allowed_origins");
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
        ofServer.add("max_connections");
        this.maxConnections = connections;
        return this;
    }

    /** What happens when the buffer of a client is full; by default new messages are dropped. */
    public WebSocketSinkBuilder<T> setSlowClientPolicy(SlowClientPolicy slowClientPolicy) {
        ofServer.add("slow_client_policy");
        this.policy = slowClientPolicy;
        return this;
    }

    /** Bytes that may wait for one client before the policy rules; 256 KiB. */
    public WebSocketSinkBuilder<T> setClientBuffer(MemorySize size) {
        ofServer.add("client_buffer");
        this.clientBuffer = size;
        return this;
    }

    /** Recent messages that a new client gets first; 0, the default, for none. */
    public WebSocketSinkBuilder<T> setReplayBufferSize(int messages) {
        ofServer.add("replay_buffer_size");
        this.replayBufferSize = messages;
        return this;
    }

    /**
     * Which records replace one another; needed for {@link SlowClientPolicy#CONFLATE} and {@link
     * #setSnapshotOnConnect}.
     */
    public WebSocketSinkBuilder<T> setKeys(RecordKeys<T> recordKeys) {
        ofServer.add("setKeys");
        this.keys = recordKeys;
        return this;
    }

    /**
     * A new client first gets the newest record of every key, then the changes.
     *
     * @param maxRows keys; with more of them the job fails
     */
    public WebSocketSinkBuilder<T> setSnapshotOnConnect(int maxRows) {
        ofServer.add("snapshot.on_connect");
        if (maxRows < 1) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall("snapshot.max_rows", maxRows, 1));
        }
        this.snapshotRows = maxRows;
        return this;
    }

    /** How clients filter records; by default they can't, and messages count as any text. */
    public WebSocketSinkBuilder<T> setSubscriptions(Subscriptions<T> recordSubscriptions) {
        ofServer.add("setSubscriptions");
        this.subscriptions = recordSubscriptions;
        return this;
    }

    /**
     * Further formats, of which a client may ask for one when it subscribes. Their serializers are
     * called for new records while a client wants them only. For those of the past, records are
     * kept beside their messages.
     *
     * @throws IllegalArgumentException if two have one name
     */
    public WebSocketSinkBuilder<T> setClientFormats(List<ClientFormat<T>> formats) {
        ofServer.add("subscribe.formats");
        this.clientFormats = new ClientFormats<>(/* own= */ null, formats);
        return this;
    }

    /** What clients say is read and forgotten; otherwise they may subscribe. */
    public WebSocketSinkBuilder<T> disableSubscriptions() {
        ofServer.add("subscribe.enabled");
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
     * @throws IllegalArgumentException if a setting is missing or bad, or of the other mode
     */
    public WebSocketSink<T> build() {
        MessageEncoder<T> messages = encoder();
        return url == null ? server(messages) : client(url, messages);
    }

    private WebSocketSink<T> client(String address, MessageEncoder<T> messages) {
        refuse(ofServer, "client", "server");
        if (ackField == null && ofClient.contains("ack.timeout")) {
            throw new IllegalArgumentException(ClientErrors.ackTimeoutAlone());
        }
        return WebSocketSink.of(
                new ClientSinkConfig(
                        WebSocketUrl.parse(address),
                        new ClientHandshake(
                                headers,
                                subprotocol,
                                auth,
                                credentials,
                                proxy == null ? null : ProxyUrl.parse(proxy)),
                        connectTimeout,
                        new ReconnectPolicy(
                                initialReconnectDelay, maxReconnectDelay, maxReconnects),
                        ClientSinkConfig.connection(
                                handshakeTimeout,
                                pingInterval,
                                pingTimeout,
                                compression,
                                new TlsStores(
                                        trustStore,
                                        trustStorePassword,
                                        keyStore,
                                        keyStorePassword)),
                        bufferOnDisconnect,
                        ackField == null ? null : new Acknowledgement(ackField, ackTimeout)),
                frameType(messages),
                messages,
                batch,
                ackValue);
    }

    private WebSocketSink<T> server(MessageEncoder<T> messages) {
        if (bindAddress == null) {
            throw new IllegalArgumentException(WebSocketErrors.missingBindAddress());
        }
        refuse(ofClient, "server", "client");
        WebSocketSinkConfig config =
                new WebSocketSinkConfig(
                        BindAddress.parse(bindAddress),
                        new HandshakeRules(path, allowedOrigins, subprotocol, auth),
                        new TlsStores(null, null, keyStore, keyStorePassword),
                        maxConnections,
                        policy,
                        clientBuffer,
                        replayBufferSize,
                        snapshotRows,
                        subscriptionsEnabled,
                        handshakeTimeout,
                        pingInterval,
                        pingTimeout,
                        compression);
        boolean hasFormats = !clientFormats.further().isEmpty();
        if (hasFormats && !subscriptionsEnabled) {
            throw new IllegalArgumentException(SinkErrors.formatsWithoutSubscriptions());
        }
        if (encoder == null && rowLayout != RowLayout.JSON_ARRAY && batch.maxRows() == 1) {
            if (keys == null) {
                config.requireKeys();
            }
            return WebSocketSink.of(
                    config, frameType(messages), required(), clientFormats, subscriptions, keys);
        }
        if (hasFormats) {
            throw new IllegalArgumentException(SinkErrors.formatsNeedSingleRows());
        }
        config.requireNoKeys();
        if (ofServer.contains("setSubscriptions")) {
            throw new IllegalArgumentException(BatchErrors.subscriptionsToRows());
        }
        BatchSubscriptions whole = new BatchSubscriptions(rowLayout == RowLayout.JSON_ARRAY);
        return WebSocketSink.of(config, frameType(messages), whole, messages, batch);
    }

    private FrameType frameType(MessageEncoder<T> messages) {
        return frameType == null ? messages.frameType() : frameType;
    }

    private SerializationSchema<T> required() {
        if (serializer == null) {
            throw new IllegalArgumentException(
                    WebSocketErrors.missingInBuilder("serializer", "setSerializer"));
        }
        return serializer;
    }

    private MessageEncoder<T> encoder() {
        if (encoder == null) {
            return new JoiningEncoder<>(
                    required(), rowLayout == null ? RowLayout.LINES : rowLayout);
        }
        if (serializer != null || rowLayout != null) {
            throw new IllegalArgumentException(BatchErrors.twoEncoders());
        }
        return encoder;
    }

    private static void refuse(Set<String> options, String mode, String otherMode) {
        if (!options.isEmpty()) {
            throw new IllegalArgumentException(
                    WebSocketErrors.optionOfOtherMode(options.iterator().next(), mode, otherMode));
        }
    }
}
