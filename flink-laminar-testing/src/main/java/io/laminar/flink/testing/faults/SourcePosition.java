// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.jspecify.annotations.Nullable;

/**
 * Passes the numbers of the rows on, and notes how far they were at each checkpoint: from there
 * they come again when a job is restored from it.
 *
 * <p>Has one subtask. The notes are for the test that runs the cluster in its own JVM.
 */
final class SourcePosition extends RichMapFunction<Long, Long> implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private record Checkpoint(JobID job, long id) {}

    private static final Map<Checkpoint, Long> POSITIONS = new ConcurrentHashMap<>();

    private long position;
    private transient @Nullable ListState<Long> state;

    /** The first row that the checkpoint does not hold. */
    static long at(JobID job, long checkpointId) {
        Long known = POSITIONS.get(new Checkpoint(job, checkpointId));
        if (known == null) {
            throw new IllegalStateException("Job " + job + " took no checkpoint " + checkpointId);
        }
        return known;
    }

    @Override
    public Long map(Long number) {
        position = number + 1;
        return number;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        state =
                context.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("position", Types.LONG));
        for (Long restored : state.get()) {
            position = restored;
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        if (state != null) {
            state.update(List.of(position));
        }
        POSITIONS.put(
                new Checkpoint(
                        getRuntimeContext().getJobInfo().getJobId(), context.getCheckpointId()),
                position);
    }
}
