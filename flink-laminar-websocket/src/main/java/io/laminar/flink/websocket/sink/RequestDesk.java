// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.sink.filter.FilterException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers what clients say, in the order of their requests.
 *
 * <p>A request with a new filter or format waits until the task asks its records for that filter
 * and encodes them in that format; what the client gets until then is as before. So a change of
 * either loses no message and doubles none.
 *
 * <p>Bounded: a request is one small message; whoever does not read the answers, or asks too often,
 * is disconnected.
 *
 * <p>Threads: the event loop only.
 */
final class RequestDesk {

    private final ActiveFilters<?> filters;
    private final ActiveFormats<?> formats;
    private final TaggedMessages tags;
    private final ReplayRing ring;
    private final FrameType frameType;
    private final FilterMail mail;

    private final Map<Subscriber, ClientRequests> clients = new HashMap<>();
    private final Set<Subscriber> waiting = new LinkedHashSet<>();
    private long askedGeneration;
    private boolean isUpdateUnderWay;

    RequestDesk(
            ActiveFilters<?> filters,
            ActiveFormats<?> formats,
            TaggedMessages tags,
            ReplayRing ring,
            FrameType frameType,
            FilterMail mail) {
        this.filters = filters;
        this.formats = formats;
        this.tags = tags;
        this.ring = ring;
        this.frameType = frameType;
        this.mail = mail;
    }

    void handle(Subscriber subscriber, byte[] message) {
        if (subscriber.isDisconnected()) {
            return;
        }
        ClientRequests requests = clients.computeIfAbsent(subscriber, any -> new ClientRequests());
        if (!requests.admit(System.nanoTime())) {
            subscriber.disconnect(WebSocketCloseStatus.POLICY_VIOLATION, "asks too often");
            return;
        }
        if (requests.isFull()) {
            subscriber.disconnectAsSlow();
            return;
        }
        requests.add(read(message));
        waiting.add(subscriber);
        settle(subscriber);
    }

    /** Answers what can be answered now. */
    void settle(Subscriber subscriber) {
        answerWaiting(subscriber);
        updateFilters();
    }

    private void answerWaiting(Subscriber subscriber) {
        if (!waiting.contains(subscriber)) {
            return;
        }
        ClientRequests requests = clients.get(subscriber);
        while (requests != null && subscriber.isReading()) {
            ClientRequests.Request next = requests.peek();
            if (next == null) {
                waiting.remove(subscriber);
                return;
            }
            if (next.selection().since() > askedGeneration) {
                return;
            }
            requests.remove();
            answer(subscriber, next);
        }
    }

    /** The connection is gone: what it has asked for is needed no longer. */
    void leave(Subscriber subscriber) {
        drop(subscriber.selection());
        ClientRequests requests = clients.remove(subscriber);
        if (requests != null) {
            requests.forEach(request -> drop(request.selection()));
        }
        waiting.remove(subscriber);
        updateFilters();
    }

    /** Messages from here on know of the filters and formats of this generation. */
    private void updated(long generation) {
        isUpdateUnderWay = false;
        askedGeneration = generation;
        new ArrayList<>(waiting).forEach(this::answerWaiting);
        updateFilters();
    }

    private void updateFilters() {
        if (!isUpdateUnderWay && filters.generation() > askedGeneration) {
            isUpdateUnderWay = true;
            mail.send(this::updated);
        }
    }

    private ClientRequests.Request read(byte[] message) {
        try {
            SubscribeRequest request = SubscribeRequest.parse(message);
            return ClientRequests.Request.of(request, select(request));
        } catch (FilterException e) {
            return ClientRequests.Request.wrong(
                    TaggedMessages.error(String.valueOf(e.getMessage()), e.position()));
        } catch (RequestException e) {
            return ClientRequests.Request.wrong(
                    TaggedMessages.error(String.valueOf(e.getMessage())));
        }
    }

    private Selection select(SubscribeRequest request) throws FilterException, RequestException {
        ActiveFormat<?> format = formats.find(request.format());
        if (format == null && frameType == FrameType.BINARY) {
            throw new RequestException(SubscriptionErrors.binary(formats.furtherNames()));
        }
        String wanted = request.filter();
        ActiveFilters.Slot<?> filter = wanted == null ? null : filters.add(wanted);
        if (format != null) {
            filters.add(format);
        }
        return new Selection(filter, format);
    }

    private void answer(Subscriber subscriber, ClientRequests.Request request) {
        SubscribeRequest wanted = request.wanted();
        if (wanted == null) {
            subscriber.answer(request.error());
            return;
        }
        drop(subscriber.selection());
        subscriber.subscribe(request.selection());
        Long missed = resume(subscriber, wanted);
        subscriber.answer(tags.subscribed(subscriber.position(), ring.end(), missed));
        subscriber.resume();
    }

    /** Puts it where it wants to go on, and returns how many messages it misses, if known. */
    private @Nullable Long resume(Subscriber subscriber, SubscribeRequest wanted) {
        Long lastSequence = wanted.lastSequence();
        if (lastSequence == null) {
            subscriber.startWithSnapshot();
            return null;
        }
        if (!isOfThisServer(lastSequence, wanted.incarnation())) {
            if (!subscriber.startWithSnapshot()) {
                subscriber.replay(ring.start());
            }
            return null;
        }
        long unseen = Math.max(0, lastSequence + 1);
        long missed = Math.max(0, ring.start() - unseen);
        if (missed == 0 || !subscriber.startWithSnapshot()) {
            subscriber.replay(Math.max(ring.start(), unseen));
        }
        return missed;
    }

    /** Not if it is of one before a failover, or of the future. */
    private boolean isOfThisServer(long sequence, @Nullable String incarnation) {
        return sequence < ring.end()
                && (incarnation == null || incarnation.equals(tags.incarnation()));
    }

    private void drop(Selection selection) {
        ActiveFilters.Slot<?> filter = selection.filter();
        if (filter != null) {
            filters.remove(filter);
        }
        ActiveFormat<?> format = selection.format();
        if (format != null) {
            filters.remove(format);
        }
    }
}
