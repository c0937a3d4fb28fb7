// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.option.RowConverter;
import io.laminar.flink.sdk.sink.PortableSink;
import java.io.IOException;
import java.util.Collection;
import java.util.UUID;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.VisibleForTesting;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Writes rows exactly once; see {@link ExactlyOnceWriter} and {@link PostgresCommitter}. */
@Internal
public final class ExactlyOnceSink<T>
        implements PortableSink<T>,
                SupportsCommitter<PostgresCommittable>,
                SupportsWriterState<T, Void> {

    private static final long serialVersionUID = 1L;

    private final PostgresSinkConfig config;
    private final RowConverter<T> converter;

    /** Minted where the job is planned: tells two sinks of one job apart, over all failovers. */
    private final String sinkInstance = UUID.randomUUID().toString();

    public ExactlyOnceSink(PostgresSinkConfig config, RowConverter<T> converter) {
        this.config = config;
        this.converter = converter;
    }

    /** The checked settings. */
    @VisibleForTesting
    public PostgresSinkConfig config() {
        return config;
    }

    @Override
    public StatefulSinkWriter<T, Void> createWriter(WriterInitContext context) throws IOException {
        return new ExactlyOnceWriter<>(config, converter, sinkInstance, context);
    }

    @Override
    public StatefulSinkWriter<T, Void> restoreWriter(
            WriterInitContext context, Collection<Void> none) throws IOException {
        return createWriter(context);
    }

    @Override
    public Committer<PostgresCommittable> createCommitter(CommitterInitContext context) {
        return new PostgresCommitter(config, new CommitMetrics(context.metricGroup()));
    }

    @Override
    public SimpleVersionedSerializer<PostgresCommittable> getCommittableSerializer() {
        return new PostgresCommittableSerializer();
    }

    @Override
    public SimpleVersionedSerializer<Void> getWriterStateSerializer() {
        return new NoState();
    }
}
