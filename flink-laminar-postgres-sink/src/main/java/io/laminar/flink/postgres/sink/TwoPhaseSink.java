// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.sdk.sink.PortableSink;
import java.io.IOException;
import java.util.Collection;
import java.util.UUID;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;

/** Appends rows exactly once; see {@link TwoPhaseWriter} and {@link TwoPhaseCommitter}. */
@Internal
public final class TwoPhaseSink
        implements PortableSink<RowData>,
                SupportsCommitter<PostgresCommittable>,
                SupportsWriterState<RowData, Void> {

    private static final long serialVersionUID = 1L;

    private final PostgresSinkConfig config;

    /** Minted where the job is planned: tells two sinks of one job apart, over all failovers. */
    private final String sinkInstance = UUID.randomUUID().toString();

    public TwoPhaseSink(PostgresSinkConfig config) {
        this.config = config;
    }

    @Override
    public TwoPhaseWriter createWriter(WriterInitContext context) throws IOException {
        return new TwoPhaseWriter(config, sinkInstance, context);
    }

    @Override
    public StatefulSinkWriter<RowData, Void> restoreWriter(
            WriterInitContext context, Collection<Void> none) throws IOException {
        return createWriter(context);
    }

    @Override
    public Committer<PostgresCommittable> createCommitter(CommitterInitContext context) {
        return new TwoPhaseCommitter(config);
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
