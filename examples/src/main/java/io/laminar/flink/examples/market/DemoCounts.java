// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import io.laminar.flink.sql.runner.RunningJob;
import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.sql.SQLException;

/** Reads the demo's figures, each where it comes from. */
final class DemoCounts {

    private static final String TICKS = "SELECT coalesce(sum(ticks), 0) FROM candles";
    private static final String WINDOWS = "SELECT count(*) FROM candles";

    private final MarketFeed feed;
    private final RunningJob job;
    private final PostgresServer postgres;
    private final LiveSubscriber live;

    DemoCounts(MarketFeed feed, RunningJob job, PostgresServer postgres, LiveSubscriber live) {
        this.feed = feed;
        this.job = job;
        this.postgres = postgres;
        this.live = live;
    }

    /** While the job runs. */
    DemoFigures read() throws IOException, SQLException {
        return readAfterEnd(job.recordsOutOfSources());
    }

    /**
     * After the job's end, when Flink has forgotten its counters.
     *
     * @param ticksReceived as read before
     */
    DemoFigures readAfterEnd(long ticksReceived) throws IOException, SQLException {
        return new DemoFigures(
                feed.ticksSent(),
                ticksReceived,
                postgres.queryLong(TICKS),
                postgres.queryLong(WINDOWS),
                job.completedCheckpoints(),
                live.messages());
    }
}
