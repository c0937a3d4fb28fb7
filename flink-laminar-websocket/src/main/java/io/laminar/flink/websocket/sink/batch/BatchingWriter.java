// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.batch;

import io.laminar.flink.websocket.sink.ReplayState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.util.function.SerializableFunction;
import org.jspecify.annotations.Nullable;

/**
 * Collects rows to messages.
 *
 * <p>Threads: the task's, timers included. Life cycle: owns the sender.
 */
@Internal
public final class BatchingWriter<T> implements StatefulSinkWriter<T, ReplayState> {

    private final MessageEncoder<T> encoder;
    private final BatchLimits limits;
    private final @Nullable SerializableFunction<T, String> answers;
    private final MessageSender sender;
    private final ProcessingTimeService clock;

    private int rows;
    private @Nullable String lastAnswer;
    private long deadline;
    private @Nullable ScheduledFuture<?> timer;

    /**
     * Starts with nothing collected.
     *
     * @param encoder opened already
     * @param answers what acknowledges a row; null for nothing
     */
    public BatchingWriter(
            MessageEncoder<T> encoder,
            BatchLimits limits,
            @Nullable SerializableFunction<T, String> answers,
            MessageSender sender,
            ProcessingTimeService clock) {
        this.encoder = encoder;
        this.limits = limits;
        this.answers = answers;
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    public void write(T row, Context context) throws IOException, InterruptedException {
        if (!encoder.add(row)) {
            return;
        }
        rows++;
        if (answers != null) {
            lastAnswer = answers.apply(row);
        }
        if (rows == limits.maxRows()) {
            send();
        } else if (rows == 1) {
            startInterval(limits.interval());
        }
    }

    private void send() throws IOException, InterruptedException {
        int complete = rows;
        rows = 0;
        sender.send(encoder.finish(), complete, lastAnswer);
    }

    /** One timer at a time: a batch that fills up sooner leaves it to the next one. */
    private void startInterval(Duration interval) {
        if (interval.isZero()) {
            return;
        }
        deadline = clock.getCurrentProcessingTime() + interval.toMillis();
        if (timer == null) {
            timer = clock.registerTimer(deadline, this::onTimer);
        }
    }

    private void onTimer(long time) throws IOException, InterruptedException {
        timer = null;
        if (rows == 0) {
            return;
        }
        if (time >= deadline) {
            send();
        } else {
            timer = clock.registerTimer(deadline, this::onTimer);
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        if (rows > 0) {
            send();
        }
        sender.flush(endOfInput);
    }

    @Override
    public List<ReplayState> snapshotState(long checkpointId) throws IOException {
        return sender.snapshotState(checkpointId);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (timer != null) {
            timer.cancel(/* mayInterruptIfRunning= */ false);
        }
        sender.close();
    }
}
