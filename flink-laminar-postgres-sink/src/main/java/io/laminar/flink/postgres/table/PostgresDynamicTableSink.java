// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import io.laminar.flink.postgres.PostgresSink;
import io.laminar.flink.postgres.option.WriteMode;
import io.laminar.flink.postgres.sink.PostgresSinkConfig;
import io.laminar.flink.postgres.sink.SinkErrors;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.jspecify.annotations.Nullable;

/** The sink as the planner sees it: takes inserts, or changes by key. */
final class PostgresDynamicTableSink implements DynamicTableSink {

    private final PostgresSinkConfig config;
    private final DeliveryGuarantee guarantee;
    private final @Nullable Integer parallelism;
    private final boolean hasCheckpoints;

    /**
     * @param parallelism of the sink, or null for that of its input
     */
    PostgresDynamicTableSink(
            PostgresSinkConfig config,
            DeliveryGuarantee guarantee,
            @Nullable Integer parallelism,
            boolean hasCheckpoints) {
        this.config = config;
        this.guarantee = guarantee;
        this.parallelism = parallelism;
        this.hasCheckpoints = hasCheckpoints;
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
        return config.writing().mode() == WriteMode.APPEND
                ? ChangelogMode.insertOnly()
                : ChangelogMode.upsert();
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        if (guarantee == DeliveryGuarantee.EXACTLY_ONCE
                && !hasCheckpoints
                && !context.isBounded()) {
            throw new ValidationException(SinkErrors.CHECKPOINTS_NEEDED);
        }
        return SinkV2Provider.of(PostgresSink.of(config, row -> row, guarantee), parallelism);
    }

    @Override
    public DynamicTableSink copy() {
        return new PostgresDynamicTableSink(config, guarantee, parallelism, hasCheckpoints);
    }

    @Override
    public String asSummaryString() {
        return "PostgreSQL table " + config.table();
    }
}
