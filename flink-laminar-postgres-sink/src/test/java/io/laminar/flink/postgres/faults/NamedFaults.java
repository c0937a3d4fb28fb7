// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.faults;

import io.laminar.flink.testing.faults.Fault;
import io.laminar.flink.testing.faults.Fault.Effect;
import io.laminar.flink.testing.faults.FaultPoint;
import io.laminar.flink.testing.faults.RunPlan;
import io.laminar.flink.testing.faults.SinkKind;
import java.util.stream.Stream;

/** One plan for each way that a step of an exactly-once sink can go wrong. */
final class NamedFaults {

    private NamedFaults() {}

    /** For prepared transactions, which only append. */
    static Stream<RunPlan> twoPhase() {
        Plans plans = new Plans(SinkKind.APPEND_TWO_PHASE);
        return Stream.concat(
                plans.ofAnyKind(),
                Stream.of(
                        plans.cut("before PREPARE", FaultPoint.BEFORE_PREPARE),
                        plans.cut("reply to PREPARE is lost", FaultPoint.AFTER_PREPARE),
                        plans.crash("after PREPARE", FaultPoint.AFTER_PREPARE),
                        plans.kill("after PREPARE", FaultPoint.AFTER_PREPARE),
                        plans.zombie("prepares", FaultPoint.BEFORE_PREPARE),
                        plans.restore("after a cut PREPARE", FaultPoint.BEFORE_PREPARE),
                        plans.restore("after PREPARE", FaultPoint.AFTER_PREPARE),
                        plans.restore("by staging tables", FaultPoint.BEFORE_COMMIT)
                                .changingTo(SinkKind.APPEND_CO_TRANSACTIONAL),
                        plans.savepoint("continued by staging tables")
                                .changingTo(SinkKind.APPEND_CO_TRANSACTIONAL)));
    }

    /** For staging tables, to append; what these have in common with upserts is tested there. */
    static Stream<RunPlan> coTransactionalAppend() {
        Plans plans = new Plans(SinkKind.APPEND_CO_TRANSACTIONAL);
        return Stream.concat(
                plans.ofStagingTables(),
                Stream.of(
                        plans.savepoint("more subtasks").rescaling(1, 3),
                        plans.restore("with fewer subtasks", FaultPoint.BEFORE_MOVE)
                                .rescaling(3, 1),
                        plans.restore("by prepared transactions", FaultPoint.BEFORE_MOVE)
                                .changingTo(SinkKind.APPEND_TWO_PHASE),
                        plans.savepoint("continued by prepared transactions")
                                .changingTo(SinkKind.APPEND_TWO_PHASE)));
    }

    /** For staging tables, to upsert; keys that change in each epoch are part of every run. */
    static Stream<RunPlan> coTransactionalUpsert() {
        Plans plans = new Plans(SinkKind.UPSERT_CO_TRANSACTIONAL);
        return Stream.concat(
                Stream.concat(plans.ofAnyKind(), plans.ofStagingTables()),
                Stream.of(
                        plans.cut("between deletes and inserts", FaultPoint.AFTER_MOVE),
                        plans.crash("between deletes and inserts", FaultPoint.AFTER_MOVE)));
    }

    /** The plans of one kind of sink. */
    private record Plans(SinkKind kind) {

        Stream<RunPlan> ofAnyKind() {
            return Stream.of(
                    RunPlan.of("nothing fails, the tail comes after the last checkpoint", kind),
                    cut("amid a COPY", FaultPoint.AMID_COPY),
                    cut("before the end of a COPY", FaultPoint.BEFORE_FLUSH),
                    cut("reply to a COPY is lost", FaultPoint.AFTER_FLUSH),
                    cut("after the checkpoint, before the commit", FaultPoint.BEFORE_COMMIT),
                    cut("reply to the commit is lost", FaultPoint.AFTER_COMMIT),
                    with("all cut between two commits", FaultPoint.BETWEEN_COMMITS, Effect.CUT_ALL),
                    crash("amid a COPY", FaultPoint.AMID_COPY),
                    crash("before the commit", FaultPoint.BEFORE_COMMIT),
                    crash("after the commit", FaultPoint.AFTER_COMMIT),
                    kill("amid a COPY", FaultPoint.AMID_COPY),
                    kill("before the commit", FaultPoint.BEFORE_COMMIT),
                    kill("between two commits", FaultPoint.BETWEEN_COMMITS),
                    kill("after the commit", FaultPoint.AFTER_COMMIT),
                    zombie("flushes", FaultPoint.BEFORE_FLUSH),
                    zombie("commits", FaultPoint.BEFORE_COMMIT),
                    lateZombie("flushes", FaultPoint.BEFORE_FLUSH),
                    lateZombie("commits", FaultPoint.BEFORE_COMMIT),
                    restore("before the commit", FaultPoint.BEFORE_COMMIT),
                    restore("after the commit", FaultPoint.AFTER_COMMIT),
                    restore("with more subtasks", FaultPoint.BEFORE_COMMIT).rescaling(1, 3),
                    restore("with fewer subtasks", FaultPoint.BETWEEN_COMMITS).rescaling(3, 1),
                    savepoint("more subtasks").rescaling(1, 3),
                    savepoint("fewer subtasks").rescaling(3, 1),
                    with("savepoint amid the work", FaultPoint.AFTER_COMMIT, Effect.SAVEPOINT),
                    with("checkpoint aborted", FaultPoint.AFTER_FLUSH, Effect.ABORT_CHECKPOINT));
        }

        Stream<RunPlan> ofStagingTables() {
            return Stream.of(
                    cut("before a staging table is created", FaultPoint.BEFORE_STAGE),
                    cut("reply to CREATE TABLE is lost", FaultPoint.AFTER_STAGE),
                    cut("before the commit of a flush", FaultPoint.BEFORE_FLUSH_COMMIT),
                    cut("reply to the commit of a flush is lost", FaultPoint.AFTER_FLUSH_COMMIT),
                    cut("after the checkpoint, before the move", FaultPoint.BEFORE_MOVE),
                    cut("before DROP TABLE", FaultPoint.BEFORE_DROP),
                    crash("after the commit of a flush", FaultPoint.AFTER_FLUSH_COMMIT),
                    crash("before the move", FaultPoint.BEFORE_MOVE),
                    crash("after DROP TABLE", FaultPoint.AFTER_DROP),
                    kill("after CREATE TABLE", FaultPoint.AFTER_STAGE),
                    kill("after the commit of a flush", FaultPoint.AFTER_FLUSH_COMMIT),
                    kill("before DROP TABLE", FaultPoint.BEFORE_DROP),
                    zombie("commits a flush", FaultPoint.BEFORE_FLUSH_COMMIT),
                    lateZombie("creates a staging table", FaultPoint.BEFORE_STAGE),
                    lateZombie("commits a flush", FaultPoint.BEFORE_FLUSH_COMMIT),
                    lateZombie("moves rows", FaultPoint.BEFORE_MOVE),
                    restore("after CREATE TABLE", FaultPoint.AFTER_STAGE),
                    restore("after DROP TABLE", FaultPoint.AFTER_DROP));
        }

        RunPlan with(String name, FaultPoint point, Effect effect) {
            return RunPlan.of(name, kind, new Fault(point, 3, effect));
        }

        RunPlan cut(String name, FaultPoint point) {
            return with("cut: " + name, point, Effect.CUT_CONNECTION);
        }

        RunPlan crash(String name, FaultPoint point) {
            return with("server crashes " + name, point, Effect.CRASH_SERVER);
        }

        RunPlan kill(String name, FaultPoint point) {
            return with("task manager dies " + name, point, Effect.KILL_TASK_MANAGER);
        }

        RunPlan zombie(String name, FaultPoint point) {
            return with("a task manager given up still " + name, point, Effect.ZOMBIE_TASK_MANAGER);
        }

        RunPlan lateZombie(String name, FaultPoint point) {
            return with(
                    "a task manager wakes after its successor and " + name,
                    point,
                    Effect.LATE_ZOMBIE_TASK_MANAGER);
        }

        RunPlan restore(String name, FaultPoint point) {
            return with("restored " + name, point, Effect.CANCEL_AND_RESTORE);
        }

        RunPlan savepoint(String name) {
            return with("savepoint, " + name, FaultPoint.AFTER_FLUSH, Effect.SAVEPOINT_AND_RESTORE);
        }
    }
}
