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

    /**
     * Reads a client's filter. Called on the network thread; the result is used on the task's.
     *
     * @throws FilterException if it is wrong; its message is for the client
     */
    Predicate<T> parse(String filter) throws FilterException;

    /** For records of which nothing is known: text of any kind, without columns. */
    static <T> Subscriptions<T> toText() {
        return new Subscriptions<>() {

            private static final long serialVersionUID = 1L;

            @Override
            public boolean areMessagesJson() {
                return false;
            }

            @Override
            public Predicate<T> parse(String filter) throws FilterException {
                throw FilterException.noColumns();
            }
        };
    }
}
