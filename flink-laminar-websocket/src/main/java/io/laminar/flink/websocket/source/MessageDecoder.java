// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.Printable;
import java.io.IOException;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.util.Collector;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns messages into records, one at each step, so that a message of many records does not hold up
 * a checkpoint. Threads: the task's.
 */
final class MessageDecoder<T> {

    private static final Logger LOG = LoggerFactory.getLogger(MessageDecoder.class);

    private final WebSocketDeserializationSchema<T> schema;
    private final RecordLayout layout;
    private final ErrorPolicy onError;
    private final @Nullable RecordFields fields;
    private final SourceMetrics metrics;
    private final ThrottledLog skipped;
    private final ThrottledLog lost;

    private @Nullable InboundMessage message;
    private @Nullable RecordSplitter records;
    private @Nullable CountingOutput emitted;
    private long messageNumber;
    private int recordNumber;

    MessageDecoder(
            WebSocketDeserializationSchema<T> schema,
            WebSocketSourceConfig config,
            SourceMetrics metrics) {
        this.schema = schema;
        this.layout = config.layout();
        this.onError = config.onError();
        this.fields = RecordFields.of(config);
        this.metrics = metrics;
        this.skipped = new ThrottledLog(System::nanoTime, LOG::warn);
        this.lost = new ThrottledLog(System::nanoTime, LOG::warn);
    }

    /** Begins a message, whose records go to this output; the one before must be done. */
    void begin(InboundMessage next, SourceOutput<T> output) {
        message = next;
        if (emitted == null || emitted.output != output) {
            emitted = new CountingOutput(output);
        }
        records = new RecordSplitter(layout, next.payload());
        messageNumber++;
        recordNumber = 0;
        metrics.bytesIn.inc(next.payload().length);
    }

    boolean isDone() {
        return records == null;
    }

    /**
     * Emits the next record of the message, or leaves it out.
     *
     * @return false if it had no more, and is done, or none was begun
     */
    boolean emitNext() throws IOException {
        InboundMessage current = message;
        RecordSplitter splitter = records;
        CountingOutput output = emitted;
        if (current == null || splitter == null || output == null) {
            return false;
        }
        byte[] record = splitter.next();
        if (record == null) {
            current.peer().progress().messageDone();
            records = null;
            message = null;
            return false;
        }
        recordNumber++;
        emit(current, record, output);
        if (splitter.isAtEnd()) {
            // Now rather than at the next step, before which a checkpoint may come.
            current.peer().progress().messageDone();
        }
        return true;
    }

    private void emit(InboundMessage current, byte[] record, CountingOutput output)
            throws IOException {
        try {
            if (fields != null) {
                look(fields, record, current.peer());
                if (fields.hasTimestamp()) {
                    output.timestamp = fields.timestamp();
                }
            }
            schema.deserialize(record, current.metadata(), output);
        } catch (IOException | RuntimeException e) {
            if (output.failure == null) {
                refuse(current, record, e);
            }
        }
        if (output.failure != null) {
            ExceptionUtils.rethrow(output.failure);
        }
    }

    private void refuse(InboundMessage from, byte[] record, Exception cause) throws IOException {
        metrics.recordsInErrors.inc();
        String undecodable = undecodable(from, record, cause);
        if (onError == ErrorPolicy.FAIL) {
            throw new IOException(SourceErrors.failedOn(undecodable), cause);
        }
        skipped.write(others -> SourceErrors.skipped(undecodable, others));
    }

    /** Notes how far the record leads. */
    private void look(RecordFields read, byte[] record, Peer peer) throws IOException {
        read.read(record);
        peer.progress().reach(read.cursor());
        Long sequence = read.sequence();
        if (sequence != null) {
            long missing = peer.progress().missingBefore(sequence);
            if (missing > 0) {
                metrics.lostRecords.inc(missing);
                lost.write(others -> SourceErrors.lost(missing, sequence, peer.name(), others));
            }
        }
    }

    private String undecodable(InboundMessage from, byte[] record, Exception cause) {
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return SourceErrors.undecodable(
                from.peer().name(),
                messageNumber,
                recordNumber,
                Printable.bytes(record),
                Printable.text(reason));
    }

    /** Counts what the format makes of a record: mostly one, possibly none or several. */
    private final class CountingOutput implements Collector<T> {

        private final SourceOutput<T> output;
        private final boolean hasTimestamps = fields != null && fields.hasTimestamp();

        /** Of the record that is being decoded, if records have timestamps. */
        private long timestamp;

        /**
         * Of what follows the source. It is kept, since it must not pass for bad input: some
         * formats catch it, and throw another one or none.
         */
        private @Nullable Throwable failure;

        CountingOutput(SourceOutput<T> output) {
            this.output = output;
        }

        @Override
        public void collect(T record) {
            metrics.recordsIn.inc();
            try {
                if (hasTimestamps) {
                    output.collect(record, timestamp);
                } else {
                    output.collect(record);
                }
            } catch (RuntimeException | Error e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public void close() {}
    }
}
