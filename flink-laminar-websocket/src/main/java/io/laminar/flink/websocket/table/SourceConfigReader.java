// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static io.laminar.flink.websocket.table.WebSocketOptions.CONNECT_TIMEOUT;
import static io.laminar.flink.websocket.table.WebSocketOptions.URL;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.BUFFER_CAPACITY;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.EVENT_TIME_FIELD;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.EVENT_TIME_FORMAT;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.IDLE_TIMEOUT;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.MAX_CONNECTIONS;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.MAX_MESSAGE_SIZE;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.MODE;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.ON_ERROR;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.RESUME_FIELD;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.RESUME_MESSAGE;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.SEQUENCE_FIELD;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.SUBSCRIBE_MESSAGE;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.SUBSCRIBE_MESSAGES;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.Compression;
import io.laminar.flink.websocket.protocol.ConnectionSettings;
import io.laminar.flink.websocket.protocol.HandshakeRules;
import io.laminar.flink.websocket.protocol.ReconnectPolicy;
import io.laminar.flink.websocket.protocol.WebSocketErrors;
import io.laminar.flink.websocket.protocol.WebSocketUrl;
import io.laminar.flink.websocket.source.ErrorPolicy;
import io.laminar.flink.websocket.source.EventTime;
import io.laminar.flink.websocket.source.RecordLayout;
import io.laminar.flink.websocket.source.Resume;
import io.laminar.flink.websocket.source.SourceEndpoint;
import io.laminar.flink.websocket.source.SourceErrors;
import io.laminar.flink.websocket.source.Subscription;
import io.laminar.flink.websocket.source.WebSocketSourceConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;

/** Turns the options of a table into the config of a source, and notes what is wrong with them. */
final class SourceConfigReader {

    private final OptionReader options;

    SourceConfigReader(OptionReader options) {
        this.options = options;
    }

    /** Empty if a problem was noted. */
    Optional<WebSocketSourceConfig> read(RecordLayout layout) {
        WebSocketMode mode = WebSocketMode.read(options, MODE);
        mode.refuse(options, WebSocketSourceOptions.onlyIn(mode.other()));
        Optional<? extends SourceEndpoint> endpoint =
                mode == WebSocketMode.CLIENT ? readClient() : readServer();
        Optional<ConnectionSettings> connection =
                ConnectionReader.read(
                        options,
                        Duration.ofMillis(options.get(IDLE_TIMEOUT)),
                        options.get(MAX_MESSAGE_SIZE),
                        Compression.WITH_HISTORY);
        Optional<EventTime> eventTime = readEventTime(layout);
        Optional<String> sequenceField = options.find(SEQUENCE_FIELD);
        requireJson(SEQUENCE_FIELD, layout);
        requireJson(RESUME_FIELD, layout);
        ErrorPolicy onError = options.get(ON_ERROR, ErrorPolicy.class);
        int capacity = options.get(BUFFER_CAPACITY);
        if (endpoint.isEmpty() || connection.isEmpty()) {
            return Optional.empty();
        }
        return Attempt.at(
                options,
                () ->
                        new WebSocketSourceConfig(
                                endpoint.get(),
                                connection.get(),
                                capacity,
                                layout,
                                onError,
                                eventTime.orElse(null),
                                sequenceField.orElse(null)));
    }

    /** Empty if there is none, or a problem was noted. */
    private Optional<EventTime> readEventTime(RecordLayout layout) {
        Optional<String> field = options.find(EVENT_TIME_FIELD);
        if (field.isEmpty()) {
            if (options.isWritten(EVENT_TIME_FORMAT)) {
                options.problem(SourceErrors.eventTimeFormatAlone());
            }
            return Optional.empty();
        }
        requireJson(EVENT_TIME_FIELD, layout);
        String format = options.get(EVENT_TIME_FORMAT);
        return Attempt.at(options, () -> new EventTime(field.get(), format));
    }

    private void requireJson(ConfigOption<String> field, RecordLayout layout) {
        if (layout != RecordLayout.JSON && options.isWritten(field)) {
            options.problem(
                    SourceErrors.fieldNeedsJson(
                            field.key(), options.get(WebSocketSourceOptions.FORMAT)));
        }
    }

    private Optional<SourceEndpoint.Client> readClient() {
        Optional<String> written = options.find(URL);
        if (written.isEmpty()) {
            options.problem(WebSocketErrors.missingUrl());
        }
        Optional<List<WebSocketUrl>> urls =
                written.flatMap(text -> EndpointReader.urls(options, text));
        Optional<ReconnectPolicy> reconnect = EndpointReader.reconnect(options);
        Optional<ClientHandshake> handshake = HandshakeReader.client(options);
        Duration connectTimeout = Duration.ofMillis(options.get(CONNECT_TIMEOUT));
        Optional<Resume> resume = readResume();
        Optional<Subscription> subscription =
                readSubscription().map(messages -> messages.with(resume.orElse(null)));
        if (urls.isEmpty()
                || reconnect.isEmpty()
                || handshake.isEmpty()
                || subscription.isEmpty()) {
            return Optional.empty();
        }
        return Attempt.at(
                options,
                () ->
                        new SourceEndpoint.Client(
                                urls.get(),
                                handshake.get(),
                                connectTimeout,
                                reconnect.get(),
                                subscription.get()));
    }

    /** Empty if there is none, or a problem was noted. */
    private Optional<Resume> readResume() {
        Optional<String> field = options.find(RESUME_FIELD);
        Optional<String> message = options.find(RESUME_MESSAGE);
        if (field.isEmpty() && message.isPresent()) {
            options.problem(SourceErrors.resumeMessageAlone());
        }
        return field.flatMap(
                name -> Attempt.at(options, () -> Resume.of(name, message.orElse(null))));
    }

    private Optional<Subscription> readSubscription() {
        Optional<String> message = options.find(SUBSCRIBE_MESSAGE);
        Optional<String> array = options.find(SUBSCRIBE_MESSAGES);
        if (message.isPresent() && array.isPresent()) {
            options.problem(
                    WebSocketErrors.excludeEachOther(
                            SUBSCRIBE_MESSAGE.key(), SUBSCRIBE_MESSAGES.key()));
            return Optional.empty();
        }
        if (message.isPresent()) {
            return Attempt.at(options, () -> Subscription.ofMessages(List.of(message.get())));
        }
        return array.map(text -> Attempt.at(options, () -> Subscription.ofJsonArray(text)))
                .orElse(Optional.of(Subscription.NONE));
    }

    private Optional<SourceEndpoint.Server> readServer() {
        Optional<BindAddress> address = EndpointReader.bindAddress(options);
        int maxConnections = options.get(MAX_CONNECTIONS);
        Optional<HandshakeRules> rules = HandshakeReader.server(options);
        if (address.isEmpty() || rules.isEmpty()) {
            return Optional.empty();
        }
        return Attempt.at(
                options,
                () -> new SourceEndpoint.Server(address.get(), rules.get(), maxConnections));
    }
}
