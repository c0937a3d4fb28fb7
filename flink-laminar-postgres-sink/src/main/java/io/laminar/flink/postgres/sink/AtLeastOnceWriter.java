// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.SessionName;
import io.laminar.flink.postgres.option.RowConverter;
import io.laminar.flink.postgres.option.WriteMode;
import java.io.IOException;
import java.sql.SQLException;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes rows as they come; each batch is a transaction of its own.
 *
 * <p>Guarantee: a row is on the server's disk before a checkpoint that holds it completes; after a
 * failure rows since the last checkpoint are written again. Runs on the task's mailbox thread.
 */
final class AtLeastOnceWriter<T> implements SinkWriter<T> {

    private final RowConverter<T> converter;
    private final Lanes lanes;
    private final RowIntake intake;

    AtLeastOnceWriter(
            PostgresSinkConfig config, RowConverter<T> converter, WriterInitContext context)
            throws IOException {
        this.converter = converter;
        this.lanes =
                new Lanes(
                        config,
                        config.flushing().poolSize(),
                        SessionName.of("flink-laminar " + config.table()));
        boolean isOpen = false;
        try {
            config.tableDdl().prepare(lanes.first().session());
            WritePlan plan = WritePlan.read(config, lanes.first().session(), Route.DIRECT);
            RowLoader loader;
            if (config.writing().mode() == WriteMode.APPEND) {
                loader = plan.copyInto(config.table()::sql);
            } else {
                MergeLoader merge = plan.merge(lanes.first().session());
                lanes.onOpen(merge::prepare);
                loader = plan.leavingOutRefused(merge);
            }
            this.intake =
                    new RowIntake(
                            config,
                            plan,
                            lanes.all(),
                            new AutonomousFlush(loader, AutonomousFlush.NONE, config.retry()),
                            new SinkMetrics(context.metricGroup()),
                            context);
            isOpen = true;
        } catch (SQLException e) {
            throw Failures.opening(config, e);
        } finally {
            if (!isOpen) {
                lanes.close();
            }
        }
    }

    @Override
    public void write(T element, Context context) throws IOException, InterruptedException {
        intake.add(converter.toRow(element));
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        intake.flush();
    }

    @Override
    public void close() {
        intake.close();
        lanes.close();
    }
}
