// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.sink.filter.FilterException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The filters and further formats that clients want. Each record is asked once for every different
 * filter, and encoded once in every format, on the task thread; no copy of it has to wait for the
 * network thread.
 *
 * <p>A filter or format counts from when the task has taken it up by {@link #update}: {@link
 * #generation} tells.
 *
 * <p>Threads: {@link #update}, {@link #message} on the task's, the others on the event loop.
 */
final class ActiveFilters<T> {

    /** Every record is asked for each: strangers must not be able to stop the job with them. */
    static final int MAX_FILTERS = 256;

    /** By {@link Subscriptions#costOf}: 16 of the longest filters, if they have no LIKE. */
    static final int MAX_COST = 1 << 16;

    private final Subscriptions<T> subscriptions;
    private final ActiveFormats<T> formats;
    private final @Nullable RecordCodec<T> codec;
    private final Map<String, Slot<T>> slots = new HashMap<>();
    private final List<@Nullable Slot<T>> places = new ArrayList<>();
    private int cost;

    private volatile Generation<T> latest = new Generation<>(0, List.of(), List.of());
    private Generation<T> asked = latest;

    /**
     * No filters yet.
     *
     * @param codec for records that are kept beside their messages; null if none are
     */
    ActiveFilters(
            Subscriptions<T> subscriptions,
            ActiveFormats<T> formats,
            @Nullable RecordCodec<T> codec) {
        this.subscriptions = subscriptions;
        this.formats = formats;
        this.codec = codec;
    }

    private record Generation<T>(
            long number, List<Slot<T>> filters, List<ActiveFormat<T>> formats) {}

    /** A filter, however many clients have it. */
    static final class Slot<T> {

        private final String text;
        private final int cost;
        private final int place;
        private final long since;
        private final Predicate<T> filter;
        private final @Nullable RecordCodec<T> codec;
        private int users;

        private Slot(
                String text,
                int cost,
                int place,
                long since,
                Predicate<T> filter,
                @Nullable RecordCodec<T> codec) {
            this.text = text;
            this.cost = cost;
            this.place = place;
            this.since = since;
            this.filter = filter;
            this.codec = codec;
        }

        /** The first generation that has it. */
        long since() {
            return since;
        }

        /** Whether a message passes that was made since. */
        boolean passes(OutboundMessage message) {
            return message.passed(place);
        }

        /** Whether a message of any time passes; one whose record wasn't kept doesn't. */
        boolean wouldPass(OutboundMessage message) {
            byte[] record = message.record();
            return codec != null && record != null && filter.test(codec.decode(record));
        }
    }

    /** Takes a filter up; each call needs a {@link #remove(Slot)}. */
    Slot<T> add(String text) throws FilterException, RequestException {
        Slot<T> slot = slots.get(text);
        if (slot == null) {
            Predicate<T> filter = subscriptions.parse(text);
            if (slots.size() == MAX_FILTERS) {
                throw new RequestException(SubscriptionErrors.tooManyFilters(MAX_FILTERS));
            }
            int itsCost = subscriptions.costOf(text);
            if (cost + itsCost > MAX_COST) {
                throw new RequestException(SubscriptionErrors.tooCostlyFilters());
            }
            cost += itsCost;
            int place = places.indexOf(null);
            if (place < 0) {
                place = places.size();
                places.add(null);
            }
            slot = new Slot<>(text, itsCost, place, latest.number() + 1, filter, codec);
            places.set(place, slot);
            slots.put(text, slot);
            publish();
        }
        slot.users++;
        return slot;
    }

    void remove(Slot<?> slot) {
        if (--slot.users == 0) {
            slots.remove(slot.text);
            cost -= slot.cost;
            places.set(slot.place, null);
            publish();
        }
    }

    /** Takes a format up; each call needs a {@link #remove(ActiveFormat)}. */
    void add(ActiveFormat<?> format) {
        if (format.addUser(latest.number() + 1)) {
            publish();
        }
    }

    void remove(ActiveFormat<?> format) {
        if (format.removeUser()) {
            publish();
        }
    }

    /** Grows with each new or removed filter or format. */
    long generation() {
        return latest.number();
    }

    /** Knows all the filters and formats from now on, and returns their generation. */
    long update() {
        asked = latest;
        return asked.number();
    }

    /** A message that knows which filters it passed, in all the formats. */
    OutboundMessage message(
            T element,
            byte[] payload,
            byte @Nullable [] record,
            @Nullable RowKey key,
            boolean isDeletion) {
        List<Slot<T>> filters = asked.filters();
        long passed0 = 0;
        long passed1 = 0;
        long passed2 = 0;
        long passed3 = 0;
        for (int i = 0; i < filters.size(); i++) {
            Slot<T> slot = filters.get(i);
            if (slot.filter.test(element)) {
                long bit = 1L << slot.place;
                switch (slot.place >>> 6) {
                    case 0 -> passed0 |= bit;
                    case 1 -> passed1 |= bit;
                    case 2 -> passed2 |= bit;
                    default -> passed3 |= bit;
                }
            }
        }
        OutboundMessage message =
                new OutboundMessage(
                        payload, record, key, isDeletion, passed0, passed1, passed2, passed3);
        if (!asked.formats().isEmpty()) {
            message.encoded(encode(element, asked.formats()));
        }
        return message;
    }

    private static <T> byte[] @Nullable [] encode(T element, List<ActiveFormat<T>> formats) {
        int places = formats.get(formats.size() - 1).place() + 1;
        byte[] @Nullable [] encodings = new byte[places] @Nullable [];
        for (ActiveFormat<T> format : formats) {
            encodings[format.place()] = format.encode(element);
        }
        return encodings;
    }

    private void publish() {
        latest =
                new Generation<>(
                        latest.number() + 1,
                        places.stream().filter(Objects::nonNull).toList(),
                        formats.wanted());
    }
}
