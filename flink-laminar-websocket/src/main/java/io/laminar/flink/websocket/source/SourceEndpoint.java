// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.HandshakeRules;
import io.laminar.flink.websocket.protocol.ReconnectPolicy;
import io.laminar.flink.websocket.protocol.WebSocketErrors;
import io.laminar.flink.websocket.protocol.WebSocketUrl;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/** Who opens the connections: this side, or the senders. */
@Internal
public sealed interface SourceEndpoint extends Serializable {

    /** What there is to read; with a range of ports in each subtask. */
    List<WebSocketSplit> splits();

    /** Whether a split that comes from a checkpoint is still one of this source's. */
    default boolean has(WebSocketSplit split) {
        return splits().stream().anyMatch(own -> own.splitId().equals(split.splitId()));
    }

    /** The field of the records that says where a server is asked to go on; null for none. */
    @Nullable String resumeField();

    /**
     * Where every subtask listens on a port of its own; null if the splits are spread over them.
     */
    default @Nullable BindAddress portRange() {
        return null;
    }

    /**
     * This side connects.
     *
     * @param urls one split each
     * @param subscription sent after each handshake
     */
    record Client(
            List<WebSocketUrl> urls,
            ClientHandshake handshake,
            Duration connectTimeout,
            ReconnectPolicy reconnect,
            Subscription subscription)
            implements SourceEndpoint {

        public Client {
            urls = List.copyOf(urls);
            for (WebSocketUrl url : urls) {
                if (Collections.frequency(urls, url) > 1) {
                    throw new IllegalArgumentException(SourceErrors.repeatedUrl(url.toString()));
                }
            }
            checkPlaces(urls, subscription.resume());
            long millis = connectTimeout.toMillis();
            if (millis < 1) {
                throw new IllegalArgumentException(
                        WebSocketErrors.tooSmall("connect_timeout_ms", millis, 1));
            }
            if (millis > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        WebSocketErrors.tooLarge("connect_timeout_ms", millis, Integer.MAX_VALUE));
            }
        }

        private static void checkPlaces(List<WebSocketUrl> urls, @Nullable Resume resume) {
            for (WebSocketUrl url : urls) {
                if (resume == null && url.hasPlaceForLast()) {
                    throw new IllegalArgumentException(
                            SourceErrors.lastWithoutField(url.toString()));
                }
                if (resume != null && resume.message() == null && !url.hasPlaceForLast()) {
                    throw new IllegalArgumentException(SourceErrors.noPlaceForLast(url.toString()));
                }
            }
        }

        @Override
        public @Nullable String resumeField() {
            Resume resume = subscription.resume();
            return resume == null ? null : resume.field();
        }

        @Override
        public List<WebSocketSplit> splits() {
            return byId().keySet().stream().map(WebSocketSplit::new).toList();
        }

        WebSocketUrl url(String splitId) {
            return Objects.requireNonNull(byId().get(splitId), splitId);
        }

        /**
         * The ids go into state, logs and metrics, and are therefore the URLs without their
         * secrets; URLs that differ in nothing else are counted.
         */
        private Map<String, WebSocketUrl> byId() {
            Map<String, WebSocketUrl> byId = new LinkedHashMap<>();
            for (WebSocketUrl url : urls) {
                String id = url.toString();
                for (int i = 2; byId.containsKey(id); i++) {
                    id = url + "#" + i;
                }
                byId.put(id, url);
            }
            return byId;
        }
    }

    /**
     * This side listens.
     *
     * @param maxConnections past it a sender is answered with HTTP 503
     */
    record Server(BindAddress bindAddress, HandshakeRules rules, int maxConnections)
            implements SourceEndpoint {

        public Server {
            if (maxConnections < 1) {
                throw new IllegalArgumentException(
                        WebSocketErrors.tooSmall("max_connections", maxConnections, 1));
            }
        }

        @Override
        public List<WebSocketSplit> splits() {
            return List.of(new WebSocketSplit("feed"));
        }

        @Override
        public @Nullable String resumeField() {
            return null;
        }

        @Override
        public @Nullable BindAddress portRange() {
            return bindAddress.isRange() ? bindAddress : null;
        }
    }
}
