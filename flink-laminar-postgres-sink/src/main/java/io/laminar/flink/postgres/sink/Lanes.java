// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import io.laminar.flink.postgres.catalog.SessionName;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** The lanes of one writer; the first is open from the start, the others when they are needed. */
final class Lanes implements AutoCloseable {

    private final List<Lane> lanes;
    private volatile Lane.SessionSetup setup = session -> {};

    Lanes(PostgresSinkConfig config, int count, SessionName name) {
        this.lanes =
                Stream.generate(() -> new Lane(config.connection(), name, this::setUp))
                        .limit(count)
                        .toList();
    }

    private void setUp(PostgresSession session) throws SQLException {
        setup.run(session);
    }

    /** Sets what each session needs; done at once for the first, which is open. */
    void onOpen(Lane.SessionSetup newSetup) throws SQLException {
        newSetup.run(first().session());
        setup = newSetup;
    }

    Lane first() {
        return lanes.get(0);
    }

    List<Lane> all() {
        return lanes;
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }
}
