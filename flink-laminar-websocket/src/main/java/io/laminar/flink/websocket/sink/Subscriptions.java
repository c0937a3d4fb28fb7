// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.sink.filter.FilterException;
import java.io.Serializable;
import java.util.function.Predicate;
import org.apache.flink.annotation.PublicEvolving;

/** What the server has to know of its records, so that clients can subscribe to some of them. */
@PublicEvolving
public interface Subscriptions<T> extends Serializable {

    /** Whether a message is a JSON value, which an envelope can hold as it is. */
    boolean areMessagesJson();

    /** Whether {@link #parse} knows any filter: records of the replay buffer are kept for it. */
    default boolean canFilter() {
        return true;
    }

    /**
     * Reads a client's filter. Called on the network thread; the result is used on any, by two at a
     * time.
     *
     * @throws FilterException if it is wrong; its message is for the client
     */
    Predicate<T> parse(String filter) throws FilterException;

    /**
     * What it costs to hold a record against a filter, which {@link #parse} has taken: about the
     * number of characters that are looked at. All filters together have a bound.
     */
    default int costOf(String filter) throws FilterException {
        return filter.length();
    }

    /** For records of which nothing is known: text of any kind, without columns. */
    static <T> Subscriptions<T> toText() {
        return new Subscriptions<>() {

            private static final long serialVersionUID = 1L;

            @Override
            public boolean areMessagesJson() {
                return false;
            }

            @Override
            public boolean canFilter() {
                return false;
            }

            @Override
            public Predicate<T> parse(String filter) throws FilterException {
                throw FilterException.noColumns();
            }
        };
    }
}
