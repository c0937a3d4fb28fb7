// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one client has asked for and was not answered yet, and how often it asks.
 *
 * <p>Threads: the event loop only.
 */
final class ClientRequests {

    /** People click, and programs ask once: far less than costs the others anything. */
    static final int MAX_A_SECOND = 100;

    private static final int MAX_UNANSWERED = 16;

    private static final byte[] NO_ERROR = {};

    private final ArrayDeque<Request> unanswered = new ArrayDeque<>();
    private long secondBegan;
    private int inThisSecond;

    /**
     * A request, read.
     *
     * @param wanted null if the request was wrong
     * @param selection taken up already
     * @param error the answer to a wrong request
     */
    @SuppressWarnings("ArrayRecordComponent") // Sent once, never compared.
    record Request(@Nullable SubscribeRequest wanted, Selection selection, byte[] error) {

        static Request of(SubscribeRequest wanted, Selection selection) {
            return new Request(wanted, selection, NO_ERROR);
        }

        static Request wrong(byte[] error) {
            return new Request(null, Selection.EVERYTHING, error);
        }
    }

    /** Counts a request that comes now; false if there were too many. */
    boolean admit(long nowNanos) {
        if (inThisSecond == 0 || nowNanos - secondBegan >= TimeUnit.SECONDS.toNanos(1)) {
            secondBegan = nowNanos;
            inThisSecond = 0;
        }
        return ++inThisSecond <= MAX_A_SECOND;
    }

    boolean isFull() {
        return unanswered.size() == MAX_UNANSWERED;
    }

    void add(Request request) {
        unanswered.add(request);
    }

    /** The oldest. */
    @Nullable Request peek() {
        return unanswered.peek();
    }

    /** The oldest is answered. */
    void remove() {
        unanswered.remove();
    }

    void forEach(Consumer<Request> action) {
        unanswered.forEach(action);
    }
}
