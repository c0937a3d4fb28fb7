// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.Compression;
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
import java.util.List;
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
public final class WebSocketSinkBuilder<T> extends WebSocketBuilder<WebSocketSinkBuilder<T>> {

    private @Nullable SerializationSchema<T> serializer;
    private @Nullable String url;
    private int bufferOnDisconnect = 10_000;
    private BatchLimits batch = BatchLimits.SINGLE_ROWS;
    private @Nullable RowLayout rowLayout;
    private @Nullable MessageEncoder<T> encoder;
    private @Nullable String ackField;
    private @Nullable SerializableFunction<T, String> ackValue;
    private @Nullable Duration ackTimeout;
    private @Nullable FrameType frameType;
    private SlowClientPolicy policy = SlowClientPolicy.DROP;
    private MemorySize clientBuffer = MemorySize.parse("256 kb");
    private int replayBufferSize;
    private int snapshotRows;
    private @Nullable RecordKeys<T> keys;
    private @Nullable Subscriptions<T> subscriptions;
    private ClientFormats<T> clientFormats = ClientFormats.none();
    private boolean subscriptionsEnabled = true;

    WebSocketSinkBuilder() {
        super(10_000, Compression.PER_MESSAGE);
    }

    @Override
    WebSocketSinkBuilder<T> self() {
        return this;
    }

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

    /** Text for messages that are UTF-8; the default, unless a message encoder says otherwise. */
    public WebSocketSinkBuilder<T> setFrameType(FrameType type) {
        this.frameType = type;
        return this;
    }

    /**
     * Client mode: rows that may wait for the connection or for an acknowledgement, before the job
     * waits too; 10,000 by default.
     */
    public WebSocketSinkBuilder<T> setBufferOnDisconnect(int rows) {
        this.bufferOnDisconnect = rows;
        return ofClient("buffer_on_disconnect");
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
        this.ackField = field;
        this.ackValue = value;
        return ofClient("ack.field");
    }

    /**
     * Client mode: for an answer, once all messages before are answered; past it all messages
     * without one are sent again; 30 s by default.
     */
    public WebSocketSinkBuilder<T> setAckTimeout(Duration timeout) {
        this.ackTimeout = timeout;
        return ofClient("ack.timeout");
    }

    /** What happens when the buffer of a client is full; by default new messages are dropped. */
    public WebSocketSinkBuilder<T> setSlowClientPolicy(SlowClientPolicy slowClientPolicy) {
        this.policy = slowClientPolicy;
        return ofServer("slow_client_policy");
    }

    /** Bytes that may wait for one client before the policy rules; 256 KiB. */
    public WebSocketSinkBuilder<T> setClientBuffer(MemorySize size) {
        this.clientBuffer = size;
        return ofServer("client_buffer");
    }

    /** Recent messages that a new client gets first; 0, the default, for none. */
    public WebSocketSinkBuilder<T> setReplayBufferSize(int messages) {
        this.replayBufferSize = messages;
        return ofServer("replay_buffer_size");
    }

    /**
     * Which records replace one another; needed for {@link SlowClientPolicy#CONFLATE} and {@link
     * #setSnapshotOnConnect}.
     */
    public WebSocketSinkBuilder<T> setKeys(RecordKeys<T> recordKeys) {
        this.keys = recordKeys;
        return ofServer("setKeys");
    }

    /**
     * A new client first gets the newest record of every key, then the changes.
     *
     * @param maxRows keys; with more of them the job fails
     */
    public WebSocketSinkBuilder<T> setSnapshotOnConnect(int maxRows) {
        if (maxRows < 1) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall("snapshot.max_rows", maxRows, 1));
        }
        this.snapshotRows = maxRows;
        return ofServer("snapshot.on_connect");
    }

    /** How clients filter records; by default they can't, and messages count as any text. */
    public WebSocketSinkBuilder<T> setSubscriptions(Subscriptions<T> recordSubscriptions) {
        this.subscriptions = recordSubscriptions;
        return ofServer("setSubscriptions");
    }

    /**
     * Further formats, of which a client may ask for one when it subscribes. Their serializers are
     * called for new records while a client wants them only. For those of the past, records are
     * kept beside their messages.
     *
     * @throws IllegalArgumentException if two have one name
     */
    public WebSocketSinkBuilder<T> setClientFormats(List<ClientFormat<T>> formats) {
        this.clientFormats = new ClientFormats<>(/* own= */ null, formats);
        return ofServer("subscribe.formats");
    }

    /** What clients say is read and forgotten; otherwise they may subscribe. */
    public WebSocketSinkBuilder<T> disableSubscriptions() {
        this.subscriptionsEnabled = false;
        return ofServer("subscribe.enabled");
    }

    /**
     * Checks and builds.
     *
     * @throws IllegalArgumentException if a setting is missing or bad, or of the other mode
     */
    public WebSocketSink<T> build() {
        MessageEncoder<T> messages = encoder();
        if (encoder == null
                && rowLayout != RowLayout.JSON_ARRAY
                && batch.maxRows() > 1
                && frameType(messages) == FrameType.BINARY) {
            throw new IllegalArgumentException(BatchErrors.binaryLines());
        }
        return url == null ? server(messages) : client(url, messages);
    }

    private WebSocketSink<T> client(String address, MessageEncoder<T> messages) {
        requireClientMode();
        return WebSocketSink.of(
                new ClientSinkConfig(
                        WebSocketUrl.parse(address),
                        clientHandshake(),
                        connectTimeout,
                        reconnectPolicy(),
                        connection(Duration.ZERO, ClientSinkConfig.MAX_ANSWER),
                        bufferOnDisconnect,
                        acknowledgement()),
                frameType(messages),
                messages,
                batch,
                ackValue);
    }

    private @Nullable Acknowledgement acknowledgement() {
        if (ackField != null) {
            return new Acknowledgement(
                    ackField, ackTimeout == null ? Acknowledgement.DEFAULT_TIMEOUT : ackTimeout);
        }
        if (ackTimeout != null) {
            throw new IllegalArgumentException(ClientErrors.ackTimeoutAlone());
        }
        return null;
    }

    private WebSocketSink<T> server(MessageEncoder<T> messages) {
        if (bindAddress == null) {
            throw new IllegalArgumentException(WebSocketErrors.missingBindAddress());
        }
        requireServerMode();
        WebSocketSinkConfig config =
                new WebSocketSinkConfig(
                        BindAddress.parse(bindAddress),
                        handshakeRules(),
                        connection(Duration.ZERO, WebSocketSinkConfig.MAX_REQUEST),
                        maxConnections,
                        policy,
                        clientBuffer,
                        replayBufferSize,
                        snapshotRows,
                        subscriptionsEnabled);
        boolean hasFormats = !clientFormats.further().isEmpty();
        if (hasFormats && !subscriptionsEnabled) {
            throw new IllegalArgumentException(SinkErrors.formatsWithoutSubscriptions());
        }
        if (encoder == null && rowLayout != RowLayout.JSON_ARRAY && batch.maxRows() == 1) {
            if (keys == null) {
                config.requireKeys();
            }
            return WebSocketSink.of(
                    config,
                    frameType(messages),
                    required(),
                    clientFormats,
                    subscriptions == null ? Subscriptions.toText() : subscriptions,
                    keys);
        }
        if (hasFormats) {
            throw new IllegalArgumentException(SinkErrors.formatsNeedSingleRows());
        }
        config.requireNoKeys();
        if (subscriptions != null) {
            throw new IllegalArgumentException(BatchErrors.subscriptionsToRows());
        }
        BatchSubscriptions whole = new BatchSubscriptions(rowLayout == RowLayout.JSON_ARRAY);
        return WebSocketSink.of(
                config, frameType(messages), /* format= */ null, whole, messages, batch);
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
}
