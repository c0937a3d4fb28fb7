// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Several URLs: over subtasks, over restarts, and what they do to watermarks. */
@Timeout(120)
class WebSocketUrlsITCase {

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    /** "subtask:record", and the sums of windows. */
    private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();

    @TempDir Path folder;

    private final List<RawServer> servers = new ArrayList<>();

    /** Held here: a socket that nobody refers to is closed. */
    private final List<RawConnection> connections = new ArrayList<>();

    @BeforeEach
    void startServers() throws Exception {
        SEEN.clear();
        for (int i = 0; i < 4; i++) {
            servers.add(RawServer.start());
        }
    }

    @AfterEach
    void stopServers() throws Exception {
        for (RawConnection connection : connections) {
            connection.close();
        }
        for (RawServer server : servers) {
            server.close();
        }
    }

    @Test
    void spreadsUrlsAnewOnRescaleWithSomeRemovedAndOthersAdded() throws Exception {
        JobClient job = start(2, numbersAreTimes(), null, 0, 1, 2);
        send(0, "10");
        send(1, "11");
        send(2, "12");
        awaitRecords(3);
        assertThat(SEEN).map(seen -> seen.charAt(0)).contains('0', '1');
        String savepoint = stop(job);

        SEEN.clear();
        job = start(3, numbersAreTimes(), savepoint, 3, 2, 1);
        send(1, "21");
        send(2, "22");
        send(3, "23");
        awaitRecords(3);
        assertThat(SEEN).map(seen -> seen.charAt(0)).contains('0', '1', '2');
        savepoint = stop(job);

        SEEN.clear();
        job = start(1, numbersAreTimes(), savepoint, 2, 3);
        send(2, "32");
        send(3, "33");
        awaitRecords(2);
        assertThat(SEEN).contains("0:32", "0:33");
        stop(job);
    }

    @Test
    void followsTheSlowestOfTheUrlsThatOneSubtaskReads() throws Exception {
        JobClient job = start(1, numbersAreTimes(), null, 0, 1);
        RawConnection slow = accept(0);
        RawConnection fast = accept(1);
        fast.sendText("15");
        fast.sendText("35");
        await().until(() -> SEEN.contains("0:35"));
        // Time for a watermark that would be wrong.
        await().during(Duration.ofMillis(200)).until(() -> !SEEN.contains("window 15"));
        slow.sendText("2");
        await().until(() -> SEEN.contains("0:2"));
        slow.sendText("38");
        await().until(() -> SEEN.contains("window 15"));
        assertThat(SEEN).contains("window 2");
        stop(job);
    }

    @Test
    void stopsReadingAUrlThatIsAheadOfItsAlignmentGroupUntilTheOthersHaveComeUp() throws Exception {
        JobClient job =
                start(
                        1,
                        numbersAreTimes()
                                .withWatermarkAlignment(
                                        "feeds", Duration.ofMillis(10), Duration.ofMillis(50)),
                        null,
                        0,
                        1);
        RawConnection slow = accept(0);
        RawConnection fast = accept(1);
        slow.sendText("1");
        fast.sendText("1000");
        await().until(() -> SEEN.contains("0:1") && SEEN.contains("0:1000"));
        // Some announcements of the group's watermark.
        await().during(Duration.ofSeconds(1))
                .until(() -> job.getJobStatus().get() == JobStatus.RUNNING);
        fast.sendText("1001");
        await().during(Duration.ofMillis(500)).until(() -> !SEEN.contains("0:1001"));
        slow.sendText("1000");
        await().until(() -> SEEN.contains("0:1001"));
        stop(job);
    }

    @Test
    void waitsForASilentUrlNoLongerThanItsIdleTimeout() throws Exception {
        JobClient job = start(1, numbersAreTimes().withIdleness(Duration.ofSeconds(1)), null, 0, 1);
        RawConnection busy = accept(0);
        accept(1);
        busy.sendText("15");
        busy.sendText("35");
        await().until(() -> SEEN.contains("window 15"));
        stop(job);
    }

    @Test
    void doesNotLetAUrlHoldBackWatermarksThatIsGoneFromTheOptions() throws Exception {
        JobClient job = start(2, numbersAreTimes(), null, 0, 1, 2);
        for (int i = 0; i < 3; i++) {
            send(i, "1");
        }
        await().until(() -> SEEN.size() == 3);
        String savepoint = stop(job);
        // Of the two subtasks one has lost a URL, the other all it had.
        for (List<Integer> urls : List.of(List.of(0), List.of(1))) {
            SEEN.clear();
            job =
                    start(
                            2,
                            numbersAreTimes(),
                            savepoint,
                            urls.stream().mapToInt(Integer::intValue).toArray());
            RawConnection feed = accept(urls.get(0));
            feed.sendText("15");
            feed.sendText("35");
            await().until(() -> SEEN.contains("window 15"));
            job.cancel().get(30, TimeUnit.SECONDS);
        }
    }

    private static void awaitRecords(int count) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> SEEN.stream().filter(seen -> seen.contains(":")).count() == count);
    }

    private RawConnection accept(int server) throws Exception {
        RawConnection connection = servers.get(server).accept();
        connections.add(connection);
        return connection;
    }

    private void send(int server, String number) throws Exception {
        accept(server).sendText(number);
    }

    private static WatermarkStrategy<Integer> numbersAreTimes() {
        return WatermarkStrategy.<Integer>forMonotonousTimestamps()
                .withTimestampAssigner((number, time) -> number);
    }

    private JobClient start(
            int parallelism,
            WatermarkStrategy<Integer> watermarks,
            @Nullable String savepoint,
            int... urls)
            throws Exception {
        Configuration configuration = new Configuration();
        if (savepoint != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        StreamExecutionEnvironment flink =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        flink.setParallelism(parallelism);
        // A chain with the window could not be rescaled: its parallelism is always 1.
        flink.disableOperatorChaining();
        flink.getConfig().setAutoWatermarkInterval(20);
        String[] addresses = new String[urls.length];
        for (int i = 0; i < urls.length; i++) {
            addresses[i] = servers.get(urls[i]).url();
        }
        WebSocketSource<Integer> source =
                WebSocketSource.<Integer>builder()
                        .setUrl(addresses)
                        .setDeserializer(new NumberSchema())
                        .build();
        flink.fromSource(source, watermarks, "feeds")
                .uid("feeds")
                .map(new Noting())
                .uid("noting")
                .windowAll(TumblingEventTimeWindows.of(Duration.ofMillis(10)))
                .reduce(Integer::sum)
                .uid("sums")
                .map(
                        sum -> {
                            SEEN.add("window " + sum);
                            return sum;
                        })
                .uid("noted")
                .sinkTo(new DiscardingSink<>())
                .uid("nothing");
        JobClient job = flink.executeAsync();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> job.getJobStatus().get() == JobStatus.RUNNING);
        return job;
    }

    private String stop(JobClient job) {
        // Records may come before the job master has heard that every task runs.
        return await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(
                        () ->
                                job.stopWithSavepoint(
                                                /* advanceToEndOfEventTime= */ false,
                                                folder.toString(),
                                                SavepointFormatType.CANONICAL)
                                        .get(60, TimeUnit.SECONDS),
                        savepoint -> true);
    }

    private static final class Noting extends RichMapFunction<Integer, Integer> {

        private static final long serialVersionUID = 1L;

        @Override
        public Integer map(Integer number) {
            SEEN.add(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() + ":" + number);
            return number;
        }
    }
}
