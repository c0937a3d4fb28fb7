// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.FlinkCluster;
import io.laminar.flink.testing.PostgresServer;
import io.laminar.flink.testing.PostgresVersion;
import io.laminar.flink.testing.faults.Fault;
import io.laminar.flink.testing.faults.Fault.Effect;
import io.laminar.flink.testing.faults.FaultHarness;
import io.laminar.flink.testing.faults.FaultPoint;
import io.laminar.flink.testing.faults.RunPlan;
import io.laminar.flink.testing.faults.RunResult;
import io.laminar.flink.testing.faults.SinkKind;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The oldest and the newest server that the sink is for; all else is tested on the one between. */
@Tag("alone")
final class PostgresVersionsITCase {

    private static FlinkCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = FlinkCluster.start(2, 3);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = PostgresVersion.class,
            names = {"V15", "V18"})
    void everyKindOfSinkIsExactOverACrashALostReplyAndARescaling(PostgresVersion version)
            throws Exception {
        try (PostgresServer server = PostgresServer.start(version)) {
            FaultHarness harness = new FaultHarness(server, cluster, SinkAttachment::attach);
            for (SinkKind kind : SinkKind.values()) {
                for (Fault fault :
                        List.of(
                                new Fault(FaultPoint.BEFORE_COMMIT, 3, Effect.CRASH_SERVER),
                                new Fault(FaultPoint.AFTER_COMMIT, 3, Effect.CUT_CONNECTION),
                                new Fault(
                                        FaultPoint.AFTER_FLUSH, 3, Effect.SAVEPOINT_AND_RESTORE))) {
                    RunResult result =
                            harness.run(
                                    RunPlan.of(version.toString(), kind, fault).rescaling(2, 3));
                    assertThat(result.isExactlyOnce()).as(result.toString()).isTrue();
                }
            }
        }
    }
}
