// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc;

import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.types.DataType;

/**
 * A source of Flink CDC with a parallelism of its own ({@code scan.parallelism}), which Flink CDC
 * itself can't be told. It keeps the source's one ability, metadata columns.
 */
@Internal
public final class ParallelScan implements ScanTableSource, SupportsReadingMetadata {

    private final ScanTableSource official;
    private final SupportsReadingMetadata metadata;
    private final int parallelism;

    private ParallelScan(DynamicTableSource official, int parallelism) {
        this.official = (ScanTableSource) official;
        this.metadata = (SupportsReadingMetadata) official;
        this.parallelism = parallelism;
    }

    /**
     * Wraps a table source of Flink CDC.
     *
     * @param official of either database
     */
    public static DynamicTableSource of(DynamicTableSource official, int parallelism) {
        return new ParallelScan(official, parallelism);
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        ScanRuntimeProvider provider = official.getScanRuntimeProvider(context);
        // The old reader without a parallel snapshot is one subtask, whatever is asked for.
        return provider instanceof SourceProvider source
                ? SourceProvider.of(source.createSource(), parallelism)
                : provider;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return official.getChangelogMode();
    }

    @Override
    public Map<String, DataType> listReadableMetadata() {
        return metadata.listReadableMetadata();
    }

    @Override
    public void applyReadableMetadata(List<String> keys, DataType producedType) {
        metadata.applyReadableMetadata(keys, producedType);
    }

    @Override
    public boolean supportsMetadataProjection() {
        return metadata.supportsMetadataProjection();
    }

    @Override
    public DynamicTableSource copy() {
        return new ParallelScan(official.copy(), parallelism);
    }

    @Override
    public String asSummaryString() {
        return official.asSummaryString();
    }
}
