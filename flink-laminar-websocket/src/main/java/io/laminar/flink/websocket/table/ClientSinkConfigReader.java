// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static io.laminar.flink.websocket.table.WebSocketOptions.CONNECT_TIMEOUT;
import static io.laminar.flink.websocket.table.WebSocketOptions.URL;
import static io.laminar.flink.websocket.table.WebSocketSinkOptions.ACK_FIELD;
import static io.laminar.flink.websocket.table.WebSocketSinkOptions.ACK_TIMEOUT;
import static io.laminar.flink.websocket.table.WebSocketSinkOptions.BUFFER_ON_DISCONNECT;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.Compression;
import io.laminar.flink.websocket.protocol.ConnectionSettings;
import io.laminar.flink.websocket.protocol.ReconnectPolicy;
import io.laminar.flink.websocket.protocol.WebSocketUrl;
import io.laminar.flink.websocket.sink.client.Acknowledgement;
import io.laminar.flink.websocket.sink.client.ClientErrors;
import io.laminar.flink.websocket.sink.client.ClientSinkConfig;
import java.time.Duration;
import java.util.Optional;

/** Reads the config of a sink that connects to a server, and notes what is wrong with it. */
final class ClientSinkConfigReader {

    private ClientSinkConfigReader() {}

    /** Empty if a problem was noted. */
    static Optional<ClientSinkConfig> read(OptionReader options) {
        Optional<String> written = options.find(URL);
        if (written.isEmpty()) {
            options.problem(ClientErrors.missingUrl());
        }
        Optional<WebSocketUrl> url = written.flatMap(text -> EndpointReader.url(options, text));
        Optional<ClientHandshake> handshake = HandshakeReader.client(options);
        Optional<ReconnectPolicy> reconnect = EndpointReader.reconnect(options);
        Optional<ConnectionSettings> connection =
                ConnectionReader.read(
                        options,
                        Duration.ZERO,
                        ClientSinkConfig.MAX_ANSWER,
                        Compression.PER_MESSAGE);
        Optional<Acknowledgement> acknowledgement = readAcknowledgement(options);
        Duration connectTimeout = Duration.ofMillis(options.get(CONNECT_TIMEOUT));
        int bufferRows = options.get(BUFFER_ON_DISCONNECT);
        if (url.isEmpty() || handshake.isEmpty() || reconnect.isEmpty() || connection.isEmpty()) {
            return Optional.empty();
        }
        return Attempt.at(
                options,
                () ->
                        new ClientSinkConfig(
                                url.get(),
                                handshake.get(),
                                connectTimeout,
                                reconnect.get(),
                                connection.get(),
                                bufferRows,
                                acknowledgement.orElse(null)));
    }

    /** Empty if there is none, or a problem was noted. */
    private static Optional<Acknowledgement> readAcknowledgement(OptionReader options) {
        Optional<String> field = options.find(ACK_FIELD);
        if (field.isEmpty() && options.isWritten(ACK_TIMEOUT)) {
            options.problem(ClientErrors.ackTimeoutAlone());
        }
        Duration timeout = options.get(ACK_TIMEOUT);
        return field.flatMap(name -> Attempt.at(options, () -> new Acknowledgement(name, timeout)));
    }
}
