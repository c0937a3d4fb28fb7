// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.operators.MailboxExecutor;

/** Asks the task, between two of its records, to take up the clients' filters. */
final class FilterMail {

    private final MailboxExecutor mailbox;
    private final ActiveFilters<?> filters;
    private final Outbox outbox;

    FilterMail(MailboxExecutor mailbox, ActiveFilters<?> filters, Outbox outbox) {
        this.mailbox = mailbox;
        this.filters = filters;
        this.outbox = outbox;
    }

    /**
     * Called on the network thread.
     *
     * @param updated is told the generation, on the network thread, between the last message that
     *     does not know it and the first that does
     */
    void send(LongConsumer updated) {
        try {
            mailbox.execute(
                    () -> {
                        long generation = filters.update();
                        outbox.put(new Signal(() -> updated.accept(generation)));
                    },
                    "Take up filters of WebSocket clients");
        } catch (RejectedExecutionException e) {
            // The task ends, and the connections with it: no one waits for an answer any more.
        }
    }
}
