// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobInfo;
import org.apache.flink.api.common.JobInfoImpl;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.TaskInfoImpl;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.runtime.metrics.groups.InternalSinkWriterMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.flink.util.function.ThrowingRunnable;

/** What a sink's writer gets to know of its task, without one. */
final class BenchWriterContext implements WriterInitContext {

    /** A record without a timestamp. */
    static final SinkWriter.Context NO_TIME =
            new SinkWriter.Context() {
                @Override
                public long currentWatermark() {
                    return Long.MIN_VALUE;
                }

                @Override
                public Long timestamp() {
                    return 0L;
                }
            };

    private final Map<String, Gauge<?>> gauges = new ConcurrentHashMap<>();
    private final SinkWriterMetricGroup metricGroup =
            InternalSinkWriterMetricGroup.wrap(
                    new UnregisteredMetricGroups.UnregisteredOperatorMetricGroup() {
                        @Override
                        protected void addMetric(String name, Metric metric) {
                            if (metric instanceof Gauge<?> gauge) {
                                gauges.put(name, gauge);
                            }
                        }
                    });

    /** The value of a number that the writer has registered. */
    int gauge(String name) {
        Gauge<?> gauge = gauges.get(name);
        if (gauge == null) {
            throw new IllegalStateException("The sink has no gauge '" + name + "'.");
        }
        return (Integer) gauge.getValue();
    }

    @Override
    public SinkWriterMetricGroup metricGroup() {
        return metricGroup;
    }

    @Override
    public TaskInfo getTaskInfo() {
        return new TaskInfoImpl("sink", 1, 0, 1, 0);
    }

    @Override
    public JobInfo getJobInfo() {
        return new JobInfoImpl(new JobID(), "bench");
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
        return SimpleUserCodeClassLoader.create(BenchWriterContext.class.getClassLoader());
    }

    @Override
    public SerializationSchema.InitializationContext asSerializationSchemaInitializationContext() {
        return new SerializationSchema.InitializationContext() {
            @Override
            public MetricGroup getMetricGroup() {
                return metricGroup;
            }

            @Override
            public UserCodeClassLoader getUserCodeClassLoader() {
                return BenchWriterContext.this.getUserCodeClassLoader();
            }
        };
    }

    @Override
    public boolean isObjectReuseEnabled() {
        return true;
    }

    @Override
    public OptionalLong getRestoredCheckpointId() {
        return OptionalLong.empty();
    }

    @Override
    public MailboxExecutor getMailboxExecutor() {
        return new NoMailbox();
    }

    @Override
    public ProcessingTimeService getProcessingTimeService() {
        throw new UnsupportedOperationException("There is no task.");
    }

    @Override
    public <X> TypeSerializer<X> createInputSerializer() {
        throw new UnsupportedOperationException("There is no task.");
    }

    /** No client of the benchmark asks for anything that the task would have to do. */
    private static final class NoMailbox implements MailboxExecutor {

        @Override
        public void execute(
                MailOptions options,
                ThrowingRunnable<? extends Exception> mail,
                String description,
                Object... arguments) {
            throw new UnsupportedOperationException("There is no task.");
        }

        @Override
        public void yield() {
            throw new UnsupportedOperationException("There is no task.");
        }

        @Override
        public boolean tryYield() {
            throw new UnsupportedOperationException("There is no task.");
        }

        @Override
        public boolean shouldInterrupt() {
            return false;
        }
    }
}
