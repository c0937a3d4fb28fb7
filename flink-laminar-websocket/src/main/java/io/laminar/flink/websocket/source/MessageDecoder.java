// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.Printable;
import java.io.IOException;
import org.apache.flink.api.connector.source.ReaderOutput;
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
    private final @Nullable EventTimeReader timestamps;
    private final SourceMetrics metrics;
    private final SkippedRecordLog skipped;

    private @Nullable InboundMessage message;
    private @Nullable RecordSplitter records;
    private long messageNumber;
    private int recordNumber;

    MessageDecoder(
            WebSocketDeserializationSchema<T> schema,
            RecordLayout layout,
            ErrorPolicy onError,
            @Nullable EventTime eventTime,
            SourceMetrics metrics) {
        this.schema = schema;
        this.layout = layout;
        this.onError = onError;
        this.timestamps = eventTime == null ? null : new EventTimeReader(eventTime);
        this.metrics = metrics;
        this.skipped = new SkippedRecordLog(System::nanoTime, LOG::warn);
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
    boolean emitNext(ReaderOutput<T> output) throws IOException {
        InboundMessage current = message;
        byte[] record = records == null ? null : records.next();
        if (record == null || current == null) {
            records = null;
            message = null;
            return false;
        }
        recordNumber++;
        try {
            Long timestamp = timestamps == null ? null : timestamps.read(record);
            schema.deserialize(record, current.metadata(), new CountingOutput(output, timestamp));
            return true;
        } catch (EmitException e) {
            throw e.original();
        } catch (IOException | RuntimeException e) {
            metrics.recordsInErrors.inc();
            String undecodable = undecodable(current, record, e);
            if (onError == ErrorPolicy.FAIL) {
                throw new IOException(SourceErrors.failedOn(undecodable), e);
            }
            skipped.skipped(undecodable);
            return true;
        }
    }

    private String undecodable(InboundMessage from, byte[] record, Exception cause) {
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return SourceErrors.undecodable(
                from.peer(),
                messageNumber,
                recordNumber,
                Printable.bytes(record),
                Printable.text(reason));
    }

    /** Counts what the format makes of a record: mostly one, possibly none or several. */
    private final class CountingOutput implements Collector<T> {

        private final ReaderOutput<T> output;
        private final @Nullable Long timestamp;

        CountingOutput(ReaderOutput<T> output, @Nullable Long timestamp) {
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
