// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.sink.filter.FilterException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The filters of all clients. Each record is asked once for every different filter, on the task
 * thread, before it is encoded; no copy of it has to wait for the network thread.
 *
 * <p>A filter counts from the version that it made: a message that was asked before passes none of
 * the later filters, even one that took over the place of another.
 *
 * <p>Threads: {@link #add} and {@link #remove} on the event loop, {@link #ask} on the task thread.
 */
final class ActiveFilters<T> {

    /** Every record is asked for each: strangers must not be able to stop the job with them. */
    static final int MAX_FILTERS = 256;

    private final Subscriptions<T> subscriptions;
    private final Map<String, Slot> slots = new HashMap<>();
    private final Map<Slot, Integer> users = new HashMap<>();
    private final List<@Nullable Predicate<T>> filters = new ArrayList<>();
    private volatile Snapshot<T> snapshot =
            new Snapshot<>(new Verdicts(0, new BitSet(0)), List.of());

    ActiveFilters(Subscriptions<T> subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** A filter's place. */
    record Slot(String text, int index, long since) {}

    private record Place<T>(int index, Predicate<T> filter) {}

    /** What a message passes if there are no filters: none. */
    private record Snapshot<T>(Verdicts none, List<Place<T>> places) {

        long version() {
            return none.version();
        }
    }

    /** Takes a filter up; each call needs a {@link #remove}. */
    Slot add(String text) throws FilterException, RequestException {
        Slot slot = slots.get(text);
        if (slot == null) {
            Predicate<T> filter = subscriptions.parse(text);
            if (slots.size() == MAX_FILTERS) {
                throw new RequestException(SubscriptionErrors.tooManyFilters(MAX_FILTERS));
            }
            int index = filters.indexOf(null);
            if (index < 0) {
                index = filters.size();
                filters.add(filter);
            } else {
                filters.set(index, filter);
            }
            slot = new Slot(text, index, snapshot.version() + 1);
            slots.put(text, slot);
            publish();
        }
        users.merge(slot, 1, Integer::sum);
        return slot;
    }

    void remove(Slot slot) {
        if (users.merge(slot, -1, Integer::sum) == 0) {
            users.remove(slot);
            slots.remove(slot.text());
            filters.set(slot.index(), null);
            publish();
        }
    }

    Verdicts ask(T element) {
        Snapshot<T> current = snapshot;
        if (current.places().isEmpty()) {
            return current.none();
        }
        BitSet passed = new BitSet(current.places().size());
        for (Place<T> place : current.places()) {
            if (place.filter().test(element)) {
                passed.set(place.index());
            }
        }
        return new Verdicts(current.version(), passed);
    }

    private void publish() {
        List<Place<T>> places = new ArrayList<>();
        for (int index = 0; index < filters.size(); index++) {
            Predicate<T> filter = filters.get(index);
            if (filter != null) {
                places.add(new Place<>(index, filter));
            }
        }
        snapshot =
                new Snapshot<>(
                        new Verdicts(snapshot.version() + 1, new BitSet(0)), List.copyOf(places));
    }
}
