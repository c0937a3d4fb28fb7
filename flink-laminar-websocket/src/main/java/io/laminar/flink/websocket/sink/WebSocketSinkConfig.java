// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.ConnectionSettings;
import io.laminar.flink.websocket.protocol.HandshakeRules;
import io.laminar.flink.websocket.protocol.WebSocketErrors;
import java.io.Serializable;
import java.util.function.UnaryOperator;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.MemorySize;

/**
 * Checked settings of one sink; a value that exists is valid.
 *
 * @param maxConnections past it a client is answered with HTTP 503
 * @param policy what happens once {@code clientBuffer} is full
 * @param clientBuffer bytes that may wait for one client
 * @param replayMessages recent messages that a new client gets first; 0 for none
 * @param snapshotRows of the snapshot that a new client gets first, at most; 0 for no snapshot
 * @param subscriptionsEnabled whether clients may say which messages they want
 */
@Internal
public record WebSocketSinkConfig(
        BindAddress bindAddress,
        HandshakeRules rules,
        ConnectionSettings connection,
        int maxConnections,
        SlowClientPolicy policy,
        MemorySize clientBuffer,
        int replayMessages,
        int snapshotRows,
        boolean subscriptionsEnabled)
        implements Serializable {

    /** A request is short; a longer message closes its connection. */
    public static final MemorySize MAX_REQUEST = MemorySize.parse("64 kb");

    private static final MemorySize MIN_CLIENT_BUFFER = MemorySize.parse("1 kb");
    private static final MemorySize MAX_CLIENT_BUFFER = MemorySize.parse("1 gb");

    public WebSocketSinkConfig {
        if (maxConnections < 1) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall("max_connections", maxConnections, 1));
        }
        if (clientBuffer.compareTo(MIN_CLIENT_BUFFER) < 0) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall("client_buffer", clientBuffer, "'1 kb'"));
        }
        if (clientBuffer.compareTo(MAX_CLIENT_BUFFER) > 0) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooLarge("client_buffer", clientBuffer, "'1 gb'"));
        }
        if (replayMessages < 0) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall("replay_buffer_size", replayMessages, 0));
        }
        if (snapshotRows < 0) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall("snapshot.max_rows", snapshotRows, 1));
        }
    }

    /**
     * Checks that what replaces one another is known where it has to be.
     *
     * @throws IllegalArgumentException if it is not
     */
    public void requireKeys() {
        refuseKeys(SinkErrors::needsKeys);
    }

    /**
     * Checks that messages may hold several rows, and so have no key.
     *
     * @throws IllegalArgumentException if they may not
     */
    public void requireNoKeys() {
        refuseKeys(SinkErrors::needsSingleRows);
    }

    private void refuseKeys(UnaryOperator<String> text) {
        if (policy == SlowClientPolicy.CONFLATE) {
            throw new IllegalArgumentException(text.apply("'slow_client_policy' = 'conflate'"));
        }
        if (snapshotRows > 0) {
            throw new IllegalArgumentException(text.apply("'snapshot.on_connect' = 'true'"));
        }
    }

    /** Whether records replace one another for some clients. */
    public boolean usesKeys() {
        return policy == SlowClientPolicy.CONFLATE || snapshotRows > 0;
    }

    /**
     * Checks that this many subtasks can be servers.
     *
     * @throws IllegalArgumentException if a port is missing, or a setting is for one server only
     */
    public void requireParallelism(int subtasks) {
        if (subtasks < 1) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall("sink.parallelism", subtasks, 1));
        }
        if (subtasks == 1) {
            return;
        }
        if (!bindAddress.isRange()) {
            throw new IllegalArgumentException(SinkErrors.parallelSink(bindAddress, subtasks));
        }
        if (bindAddress.ports() < subtasks) {
            throw new IllegalArgumentException(
                    WebSocketErrors.narrowRange(bindAddress, subtasks, "sink.parallelism"));
        }
        if (replayMessages > 0) {
            throw new IllegalArgumentException(
                    SinkErrors.stateOfOneServer("replay_buffer_size", subtasks));
        }
        if (snapshotRows > 0) {
            throw new IllegalArgumentException(
                    SinkErrors.stateOfOneServer("snapshot.on_connect", subtasks));
        }
    }

    /** Of {@code clientBuffer}, what the channel holds: frames in it can't be taken back. */
    int channelBytes() {
        int bytes = (int) clientBuffer.getBytes();
        return switch (policy) {
            case DROP, DISCONNECT -> bytes;
            case DROP_OLDEST, CONFLATE -> bytes / 4;
        };
    }

    /** Of {@code clientBuffer}, what waits outside of the channel. */
    int backlogBytes() {
        return (int) clientBuffer.getBytes() - channelBytes();
    }

    /** Whether records are kept beside their messages, for filters of the future. */
    boolean keepsRecords() {
        return subscriptionsEnabled && (replayMessages > 0 || usesKeys());
    }
}
