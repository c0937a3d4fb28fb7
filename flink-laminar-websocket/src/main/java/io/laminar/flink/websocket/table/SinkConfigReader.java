// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static io.laminar.flink.websocket.table.WebSocketSinkOptions.CLIENT_BUFFER;
import static io.laminar.flink.websocket.table.WebSocketSinkOptions.MAX_CONNECTIONS;
import static io.laminar.flink.websocket.table.WebSocketSinkOptions.REPLAY_BUFFER_SIZE;
import static io.laminar.flink.websocket.table.WebSocketSinkOptions.SLOW_CLIENT_POLICY;
import static io.laminar.flink.websocket.table.WebSocketSinkOptions.SNAPSHOT_MAX_ROWS;
import static io.laminar.flink.websocket.table.WebSocketSinkOptions.SNAPSHOT_ON_CONNECT;
import static io.laminar.flink.websocket.table.WebSocketSinkOptions.SUBSCRIBE_ENABLED;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.Compression;
import io.laminar.flink.websocket.protocol.ConnectionSettings;
import io.laminar.flink.websocket.protocol.HandshakeRules;
import io.laminar.flink.websocket.protocol.WebSocketErrors;
import io.laminar.flink.websocket.sink.SinkErrors;
import io.laminar.flink.websocket.sink.SlowClientPolicy;
import io.laminar.flink.websocket.sink.WebSocketSinkConfig;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.MemorySize;

/** Reads the config of a sink that is a server, and notes what is wrong with it. */
final class SinkConfigReader {

    private SinkConfigReader() {}

    /** Empty if a problem was noted. */
    static Optional<WebSocketSinkConfig> read(OptionReader options) {
        SlowClientPolicy policy = options.get(SLOW_CLIENT_POLICY, SlowClientPolicy.class);
        int maxConnections = options.get(MAX_CONNECTIONS);
        MemorySize clientBuffer = options.get(CLIENT_BUFFER);
        int replayMessages = options.get(REPLAY_BUFFER_SIZE);
        int snapshotRows = snapshotRows(options);
        boolean subscriptionsEnabled = options.get(SUBSCRIBE_ENABLED);
        Optional<BindAddress> address = EndpointReader.bindAddress(options);
        Optional<HandshakeRules> rules = HandshakeReader.server(options);
        Optional<ConnectionSettings> connection =
                ConnectionReader.read(
                        options,
                        Duration.ZERO,
                        WebSocketSinkConfig.MAX_REQUEST,
                        Compression.PER_MESSAGE);
        if (address.isEmpty() || rules.isEmpty() || connection.isEmpty()) {
            return Optional.empty();
        }
        return Attempt.at(
                options,
                () ->
                        new WebSocketSinkConfig(
                                address.get(),
                                rules.get(),
                                connection.get(),
                                maxConnections,
                                policy,
                                clientBuffer,
                                replayMessages,
                                snapshotRows,
                                subscriptionsEnabled));
    }

    private static int snapshotRows(OptionReader options) {
        int maxRows = options.get(SNAPSHOT_MAX_ROWS);
        if (!options.get(SNAPSHOT_ON_CONNECT)) {
            if (options.find(SNAPSHOT_MAX_ROWS).isPresent()) {
                options.problem(SinkErrors.maxRowsWithoutSnapshot());
            }
            return 0;
        }
        if (maxRows < 1) {
            options.problem(WebSocketErrors.tooSmall(SNAPSHOT_MAX_ROWS.key(), maxRows, 1));
        }
        return Math.max(1, maxRows);
    }
}
