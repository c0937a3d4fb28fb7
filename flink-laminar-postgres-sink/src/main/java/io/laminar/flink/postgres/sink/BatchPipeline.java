// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.sink.FlushJob.Flushed;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills one batch while others are flushed, each in a lane of its own.
 *
 * <p>Bounded: one batch more than there are lanes; who adds to a full one waits for the oldest. A
 * flush that failed fails the task with the next call, which it brings about itself.
 *
 * <p>Threads: all methods from the task's thread; a thread a lane does the flushing.
 */
final class BatchPipeline implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BatchPipeline.class);

    /** Told on the task's thread. */
    @FunctionalInterface
    interface FlushListener {

        /**
         * A batch is flushed.
         *
         * @param bytes of its rows
         * @param nanos from the hand-over to the lane's thread until the end
         */
        void onFlushed(Flushed flushed, int bytes, long nanos);
    }

    /** A batch on its way. */
    private record OnTheWay(Lane lane, RowBatch batch, FutureTask<Done> flush) {}

    private record Done(Flushed flushed, long nanos) {}

    /** More than an interrupted thread needs; a new session may be on its way for longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final FlushJob job;
    private final FlushListener listener;
    private final MailboxExecutor mailbox;
    private final ExecutorService threads;
    private final List<Lane> lanes;
    private final Deque<Lane> idle;
    private final Deque<RowBatch> spare = new ArrayDeque<>();
    private final Deque<OnTheWay> busy = new ArrayDeque<>();

    private RowBatch filling;
    private long sequence;

    /**
     * @param mailbox of the task
     */
    BatchPipeline(
            List<Lane> lanes,
            Supplier<RowBatch> batches,
            FlushJob job,
            FlushListener listener,
            MailboxExecutor mailbox,
            String threadName) {
        this.lanes = List.copyOf(lanes);
        this.idle = new ArrayDeque<>(lanes);
        this.job = job;
        this.listener = listener;
        this.mailbox = mailbox;
        this.filling = batches.get();
        lanes.forEach(lane -> spare.add(batches.get()));
        this.threads =
                Executors.newFixedThreadPool(
                        lanes.size(),
                        task -> {
                            Thread thread = new Thread(task, threadName);
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Whether the batch that is being filled has no row. */
    boolean isEmpty() {
        return filling.isEmpty();
    }

    /**
     * Takes a row; hands the batch over if it is full.
     *
     * @throws IllegalArgumentException if PostgreSQL has no such value; the row is left out
     */
    void add(RowData row) throws IOException, InterruptedException {
        filling.add(row, ++sequence);
        if (filling.isFull()) {
            handOver();
        }
    }

    /** Hands the rows that are there to a lane, waiting for one if all are busy. */
    void handOver() throws IOException, InterruptedException {
        collectDone();
        if (filling.isEmpty()) {
            return;
        }
        if (idle.isEmpty()) {
            collectOldest();
        }
        Lane lane = idle.remove();
        RowBatch batch = filling;
        OnTheWay before = busy.peekLast();
        FutureTask<Done> flush =
                new FutureTask<>(() -> flush(lane, batch, before)) {
                    @Override
                    protected void done() {
                        report();
                    }
                };
        busy.add(new OnTheWay(lane, batch, flush));
        filling = spare.remove();
        threads.execute(flush);
    }

    /** Returns when every row is flushed. */
    void flush() throws IOException, InterruptedException {
        handOver();
        while (!busy.isEmpty()) {
            collectOldest();
        }
    }

    private Done flush(Lane lane, RowBatch batch, @Nullable OnTheWay before)
            throws SQLException, IOException, InterruptedException {
        long start = System.nanoTime();
        batch.seal();
        Flushed flushed = job.flush(lane, batch, () -> awaitFlush(before));
        return new Done(flushed, System.nanoTime() - start);
    }

    private static void awaitFlush(@Nullable OnTheWay other)
            throws IOException, InterruptedException {
        if (other != null) {
            resultOf(other.flush());
        }
    }

    /** The task may have no more rows, and would not notice a failure for long. */
    private void report() {
        try {
            mailbox.execute(this::collectDone, "collect flushed batches");
        } catch (RejectedExecutionException e) {
            LOG.debug("The task has ended, nobody is to be told of a flush.", e);
        }
    }

    private void collectDone() throws IOException, InterruptedException {
        while (!busy.isEmpty() && busy.getFirst().flush().isDone()) {
            collectOldest();
        }
    }

    private void collectOldest() throws IOException, InterruptedException {
        OnTheWay oldest = busy.getFirst();
        Done done = resultOf(oldest.flush());
        listener.onFlushed(done.flushed(), oldest.batch().rows.size(), done.nanos());
        busy.remove();
        oldest.batch().clear();
        spare.add(oldest.batch());
        idle.add(oldest.lane());
    }

    private static Done resultOf(FutureTask<Done> flush) throws IOException, InterruptedException {
        try {
            return flush.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof SQLException sql) {
                throw Failures.writing(sql);
            }
            if (cause instanceof IOException io) {
                throw new IOException(io.getMessage(), io);
            }
            if (cause instanceof SuppressRestartsException fatal) {
                throw fatal;
            }
            throw new IOException("A flush failed unexpectedly.", cause);
        }
    }

    /** Breaks off what is on the way; its transactions are rolled back. */
    @Override
    public void close() {
        threads.shutdownNow();
        if (!busy.isEmpty()) {
            lanes.forEach(Lane::abort);
        }
        try {
            if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A flush that was broken off still runs after {}.", PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
