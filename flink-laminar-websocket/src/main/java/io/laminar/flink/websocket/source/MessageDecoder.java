// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.Printable;
import java.io.IOException;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.util.Collector;
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

    /** Begins a message; the one before must be done. */
    void begin(InboundMessage next) {
        message = next;
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
     * @return false if it had no more; then it is done
     */
    boolean emitNext(SourceOutput<T> output) throws IOException {
        InboundMessage current = message;
        RecordSplitter splitter = records;
        byte[] record = splitter == null ? null : splitter.next();
        if (current == null || splitter == null || record == null) {
            if (current != null) {
                current.peer().progress().messageDone();
            }
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

    private void emit(InboundMessage current, byte[] record, SourceOutput<T> output)
            throws IOException {
        try {
            Long timestamp = fields == null ? null : look(fields, record, current.peer());
            schema.deserialize(record, current.metadata(), new CountingOutput(output, timestamp));
        } catch (EmitException e) {
            throw e.original();
        } catch (IOException | RuntimeException e) {
            metrics.recordsInErrors.inc();
            String undecodable = undecodable(current, record, e);
            if (onError == ErrorPolicy.FAIL) {
                throw new IOException(SourceErrors.failedOn(undecodable), e);
            }
            skipped.write(others -> SourceErrors.skipped(undecodable, others));
        }
    }

    /** Notes how far the record leads. Returns its timestamp, if the source takes one from it. */
    private @Nullable Long look(RecordFields read, byte[] record, Peer peer) throws IOException {
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
        return read.timestamp();
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
        private final @Nullable Long timestamp;

        CountingOutput(SourceOutput<T> output, @Nullable Long timestamp) {
            this.output = output;
            this.timestamp = timestamp;
        }

        @Override
        public void collect(T record) {
            metrics.recordsIn.inc();
            try {
                if (timestamp == null) {
                    output.collect(record);
                } else {
                    output.collect(record, timestamp);
                }
            } catch (RuntimeException e) {
                throw new EmitException(e);
            }
        }

        @Override
        public void close() {}
    }

    /** A failure of what follows the source must not pass for bad input. */
    private static final class EmitException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final RuntimeException original;

        EmitException(RuntimeException original) {
            super(original);
            this.original = original;
        }

        RuntimeException original() {
            return original;
        }
    }
}
