// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.batch;

import io.laminar.flink.websocket.sink.Subscriptions;
import io.laminar.flink.websocket.sink.filter.FilterException;
import java.util.function.Predicate;
import org.apache.flink.annotation.Internal;

/** Clients may subscribe to messages of several rows, but not pick some of the rows. */
@Internal
public record BatchSubscriptions(boolean areMessagesJson) implements Subscriptions<byte[]> {

    @Override
    public boolean canFilter() {
        return false;
    }

    @Override
    public Predicate<byte[]> parse(String filter) throws FilterException {
        throw FilterException.noColumns();
    }
}
