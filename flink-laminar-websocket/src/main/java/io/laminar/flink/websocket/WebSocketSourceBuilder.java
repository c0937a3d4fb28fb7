// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.Compression;
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
import java.util.List;
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
public final class WebSocketSourceBuilder<T> extends WebSocketBuilder<WebSocketSourceBuilder<T>> {

    private @Nullable WebSocketDeserializationSchema<T> deserializer;
    private List<String> urls = List.of();
    private Duration idleTimeout = Duration.ZERO;
    private MemorySize maxMessageSize = MemorySize.ofMebiBytes(64);
    private int bufferCapacity = 10_000;
    private RecordLayout recordLayout = RecordLayout.WHOLE_MESSAGE;
    private @Nullable EventTime eventTime;
    private @Nullable String sequenceField;
    private @Nullable Resume resume;
    private ErrorPolicy errorPolicy = ErrorPolicy.FAIL;
    private List<String> subscribeMessages = List.of();

    WebSocketSourceBuilder() {
        super(1024, Compression.WITH_HISTORY);
    }

    @Override
    WebSocketSourceBuilder<T> self() {
        return this;
    }

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
        return ofClient("url");
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
        return ofClient("resume.field");
    }

    /** What becomes of a record that can't be decoded; the job fails by default. */
    public WebSocketSourceBuilder<T> setErrorPolicy(ErrorPolicy policy) {
        this.errorPolicy = policy;
        return this;
    }

    /**
     * Client mode: text messages that are sent after each handshake, reconnects included; none by
     * default. They may hold {@code ${env:NAME}} and {@code ${file:/path}}.
     */
    public WebSocketSourceBuilder<T> setSubscribeMessages(String... messages) {
        this.subscribeMessages = List.of(messages);
        return ofClient("subscribe.message");
    }

    /**
     * Checks and builds.
     *
     * @throws IllegalArgumentException if a setting is missing or bad, or of the other mode
     */
    public WebSocketSource<T> build() {
        if (deserializer == null) {
            throw new IllegalArgumentException(
                    WebSocketErrors.missingInBuilder("deserializer", "setDeserializer"));
        }
        return WebSocketSource.of(
                new WebSocketSourceConfig(
                        endpoint(),
                        connection(idleTimeout, maxMessageSize),
                        bufferCapacity,
                        recordLayout,
                        errorPolicy,
                        eventTime,
                        sequenceField),
                deserializer);
    }

    private SourceEndpoint endpoint() {
        if (bindAddress != null) {
            requireServerMode();
            return new SourceEndpoint.Server(
                    BindAddress.parse(bindAddress), handshakeRules(), maxConnections);
        }
        if (urls.isEmpty()) {
            throw new IllegalArgumentException(WebSocketErrors.missingUrl());
        }
        requireClientMode();
        return new SourceEndpoint.Client(
                urls.stream().map(WebSocketUrl::parse).toList(),
                clientHandshake(),
                connectTimeout,
                reconnectPolicy(),
                Subscription.ofMessages(subscribeMessages).with(resume));
    }
}
