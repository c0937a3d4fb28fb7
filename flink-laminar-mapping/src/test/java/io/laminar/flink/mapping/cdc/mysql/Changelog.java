// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;

/** The rows of a running query, as they come; {@link #close()} ends it. */
final class Changelog implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final TableResult query;
    private final List<String> rows = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private volatile @Nullable Throwable failure;

    Changelog(TableResult query) {
        this.query = query;
        this.reader = new Thread(this::read, "changelog");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (CloseableIterator<Row> iterator = query.collect()) {
            while (iterator.hasNext()) {
                rows.add(iterator.next().toString());
            }
        } catch (Exception e) {
            failure = e;
        }
    }

    /** Waits for these, in any order, and forgets them. */
    void awaitRows(String... expected) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            assertThat(failure).isNull();
                            assertThat(rows).containsExactlyInAnyOrder(expected);
                        });
        rows.clear();
    }

    @Override
    public void close() throws ExecutionException, InterruptedException {
        query.getJobClient().orElseThrow().cancel().get();
        reader.join();
    }
}
