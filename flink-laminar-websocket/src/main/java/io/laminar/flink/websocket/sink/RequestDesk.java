// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.sink.filter.FilterException;

/**
 * Answers what clients say. Threads: the event loop only.
 *
 * <p>Bounded: a request is one small message, and whoever does not read the answers is
 * disconnected.
 */
final class RequestDesk {

    private final ActiveFilters<?> filters;
    private final TaggedMessages tags;
    private final ReplayRing ring;
    private final FrameType frameType;

    RequestDesk(
            ActiveFilters<?> filters, TaggedMessages tags, ReplayRing ring, FrameType frameType) {
        this.filters = filters;
        this.tags = tags;
        this.ring = ring;
        this.frameType = frameType;
    }

    void handle(Subscriber subscriber, byte[] message) {
        try {
            SubscribeRequest request = SubscribeRequest.parse(message);
            if (frameType == FrameType.BINARY) {
                throw new RequestException(SubscriptionErrors.binary());
            }
            String wanted = request.filter();
            ActiveFilters.Slot filter = wanted == null ? null : filters.add(wanted);
            leave(subscriber);
            subscriber.subscribe(filter);
            subscriber.answer(tags.subscribed(ring.end()));
        } catch (FilterException e) {
            subscriber.answer(TaggedMessages.error(String.valueOf(e.getMessage()), e.position()));
        } catch (RequestException e) {
            subscriber.answer(TaggedMessages.error(String.valueOf(e.getMessage())));
        }
    }

    /** The subscriber needs its filter no longer. */
    void leave(Subscriber subscriber) {
        ActiveFilters.Slot filter = subscriber.filter();
        if (filter != null) {
            filters.remove(filter);
        }
    }
}
