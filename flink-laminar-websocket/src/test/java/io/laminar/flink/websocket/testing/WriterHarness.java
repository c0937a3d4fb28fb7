// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import io.laminar.flink.websocket.WebSocketSink;
import io.laminar.flink.websocket.sink.ReplayState;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobInfo;
import org.apache.flink.api.common.JobInfoImpl;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.TaskInfoImpl;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.runtime.metrics.groups.InternalSinkWriterMetricGroup;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.flink.util.function.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/** A sink writer as a task would run it, on a thread of its own, with a mailbox between records. */
public final class WriterHarness<T> implements AutoCloseable {

    private final ListenedMetrics metrics = new ListenedMetrics();
    private final ExecutorService task =
            Executors.newSingleThreadExecutor(new DefaultThreadFactory("task", /* daemon= */ true));
    private final SimpleVersionedSerializer<ReplayState> stateSerializer;
    private final StatefulSinkWriter<T, ReplayState> writer;
    private final ManualClock clock = new ManualClock();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    private WriterHarness(
            WebSocketSink<T> sink, int parallelism, int subtask, Collection<ReplayState> restored)
            throws IOException {
        stateSerializer = sink.getWriterStateSerializer();
        writer =
                sink.restoreWriter(
                        new Context(
                                InternalSinkWriterMetricGroup.wrap(metrics),
                                clock,
                                new TaskInfoImpl("sink", 128, subtask, parallelism, 0),
                                new Mailbox(task, failure)),
                        restored);
    }

    public static <T> WriterHarness<T> open(WebSocketSink<T> sink) throws IOException {
        return new WriterHarness<>(sink, 1, 0, List.of());
    }

    /** As one subtask of several. */
    public static <T> WriterHarness<T> open(WebSocketSink<T> sink, int parallelism, int subtask)
            throws IOException {
        return new WriterHarness<>(sink, parallelism, subtask, List.of());
    }

    /** From what {@link #snapshot} returned. */
    public static <T> WriterHarness<T> restore(WebSocketSink<T> sink, List<byte[]> snapshot)
            throws IOException {
        return restore(sink, sink.getWriterStateSerializer().getVersion(), snapshot);
    }

    /** From what a version wrote. */
    public static <T> WriterHarness<T> restore(
            WebSocketSink<T> sink, int version, List<byte[]> snapshot) throws IOException {
        List<ReplayState> states = new ArrayList<>();
        for (byte[] state : snapshot) {
            states.add(sink.getWriterStateSerializer().deserialize(version, state));
        }
        return new WriterHarness<>(sink, 1, 0, states);
    }

    public void write(T element) throws Exception {
        call(
                () -> {
                    writer.write(element, NoTime.INSTANCE);
                    return true;
                });
    }

    public void flush() throws Exception {
        call(
                () -> {
                    writer.flush(/* endOfInput= */ false);
                    return true;
                });
    }

    /** As at the end of the input. */
    public void finish() throws Exception {
        call(
                () -> {
                    writer.flush(/* endOfInput= */ true);
                    return true;
                });
    }

    /** Lets processing time pass, and what is due happen. */
    public void advance(Duration time) throws Exception {
        call(
                () -> {
                    clock.advance(time);
                    return true;
                });
    }

    /** Writer state as bytes. */
    public List<byte[]> snapshot() throws Exception {
        List<byte[]> snapshot = new ArrayList<>();
        for (ReplayState state : call(() -> writer.snapshotState(1))) {
            snapshot.add(stateSerializer.serialize(state));
        }
        return snapshot;
    }

    public int port() {
        return (int) metric("boundPort");
    }

    /** With which a mail would have failed the task; null if none has. */
    public @Nullable Exception failure() {
        return failure.get();
    }

    /** Of any metric that the writer has registered. */
    public long metric(String name) {
        return metrics.value(name);
    }

    @Override
    public void close() throws Exception {
        if (!task.isShutdown()) {
            try {
                call(
                        () -> {
                            writer.close();
                            return true;
                        });
            } finally {
                task.shutdown();
            }
        }
    }

    private <R> R call(Callable<R> action) throws Exception {
        try {
            return task.submit(action).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        }
    }

    /** Runs mails on the task's thread, as the task would. */
    private record Mailbox(ExecutorService task, AtomicReference<Exception> failure)
            implements MailboxExecutor {

        @Override
        public void execute(
                MailOptions options,
                ThrowingRunnable<? extends Exception> mail,
                String description,
                Object... arguments) {
            task.execute(
                    () -> {
                        try {
                            mail.run();
                        } catch (Exception e) {
                            failure.set(e);
                        }
                    });
        }

        @Override
        public void yield() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean tryYield() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean shouldInterrupt() {
            return false;
        }
    }

    private enum NoTime implements SinkWriter.Context {
        INSTANCE;

        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public Long timestamp() {
            return 0L;
        }
    }

    private record Context(
            SinkWriterMetricGroup metricGroup,
            ManualClock clock,
            TaskInfo getTaskInfo,
            MailboxExecutor getMailboxExecutor)
            implements WriterInitContext {

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return SimpleUserCodeClassLoader.create(WriterHarness.class.getClassLoader());
        }

        @Override
        public ProcessingTimeService getProcessingTimeService() {
            return clock;
        }

        @Override
        public SerializationSchema.InitializationContext
                asSerializationSchemaInitializationContext() {
            return new SerializationSchema.InitializationContext() {
                @Override
                public MetricGroup getMetricGroup() {
                    return metricGroup;
                }

                @Override
                public UserCodeClassLoader getUserCodeClassLoader() {
                    return Context.this.getUserCodeClassLoader();
                }
            };
        }

        @Override
        public boolean isObjectReuseEnabled() {
            return false;
        }

        @Override
        @SuppressWarnings("unchecked") // For any class.
        public <X> TypeSerializer<X> createInputSerializer() {
            return (TypeSerializer<X>)
                    new KryoSerializer<>(Object.class, new SerializerConfigImpl());
        }

        @Override
        public OptionalLong getRestoredCheckpointId() {
            return OptionalLong.empty();
        }

        @Override
        public JobInfo getJobInfo() {
            return new JobInfoImpl(new JobID(), "test");
        }
    }
}
