// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.ConnectionSettings;
import io.laminar.flink.websocket.protocol.WebSocketErrors;
import java.io.Serializable;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Checked settings of one source; a value that exists is valid.
 *
 * @param bufferCapacity messages that may wait between network and task
 * @param layout how a message holds its records
 * @param onError what becomes of a record that can't be decoded
 * @param eventTime where the timestamps of records stand; null for none
 * @param sequenceField field of the records, which are JSON objects, that counts them; null for
 *     none
 */
@Internal
public record WebSocketSourceConfig(
        SourceEndpoint endpoint,
        ConnectionSettings connection,
        int bufferCapacity,
        RecordLayout layout,
        ErrorPolicy onError,
        @Nullable EventTime eventTime,
        @Nullable String sequenceField)
        implements Serializable {

    /** Below this, small messages would not be read in batches any more. */
    private static final long MIN_BUFFER_BYTES = 1 << 20;

    public WebSocketSourceConfig {
        if (sequenceField != null && sequenceField.isEmpty()) {
            throw new IllegalArgumentException(SourceErrors.emptyField("sequence.field"));
        }
        if (bufferCapacity < 1) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall("buffer.capacity", bufferCapacity, 1));
        }
    }

    /**
     * Checks that this many subtasks can read.
     *
     * @throws IllegalArgumentException if there are fewer ports
     */
    public void requireParallelism(int subtasks) {
        if (subtasks < 1) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall("scan.parallelism", subtasks, 1));
        }
        BindAddress ports = endpoint.portRange();
        if (ports != null && ports.ports() < subtasks) {
            throw new IllegalArgumentException(
                    WebSocketErrors.narrowRange(ports, subtasks, "scan.parallelism"));
        }
    }

    /** Bytes that may wait between network and task: as much as the largest message. */
    long bufferBytes() {
        return Math.max(MIN_BUFFER_BYTES, connection.maxMessageBytes());
    }
}
