// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets that has subscribed: JSON objects with a {@code type}.
 *
 * <p>Threads: the event loop only.
 */
final class TaggedMessages {

    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private final String incarnation;
    private final boolean areMessagesJson;

    /** The incarnation tells the sequence numbers of one server from those of the next. */
    TaggedMessages(String incarnation, boolean areMessagesJson) {
        this.incarnation = incarnation;
        this.areMessagesJson = areMessagesJson;
    }

    String incarnation() {
        return incarnation;
    }

    /**
     * Answers a request.
     *
     * @param nextSequence of the next data, which has a later one if a filter holds some back
     * @param liveSequence from which on data is new
     * @param missed what the client has not seen and is not here any more; null if unknown
     */
    byte[] subscribed(long nextSequence, long liveSequence, @Nullable Long missed) {
        return bytes(
                head("subscribed", "next_sequence", nextSequence)
                        + ",\"live_sequence\":"
                        + liveSequence
                        + (missed == null ? "" : ",\"missed\":" + missed)
                        + "}");
    }

    byte[] heartbeat(long nextSequence) {
        return bytes(head("heartbeat", "next_sequence", nextSequence) + "}");
    }

    byte[] data(long sequence, byte[] payload) {
        return data(sequence, payload, areMessagesJson);
    }

    /** The same in a further format. */
    byte[] data(long sequence, byte[] payload, boolean isJson) {
        byte[] head = bytes(head("data", "sequence", sequence) + ",\"data\":");
        byte[] value =
                isJson ? payload : bytes(quoted(new String(payload, StandardCharsets.UTF_8)));
        byte[] tagged = new byte[head.length + value.length + 1];
        System.arraycopy(head, 0, tagged, 0, head.length);
        System.arraycopy(value, 0, tagged, head.length, value.length);
        tagged[tagged.length - 1] = '}';
        return tagged;
    }

    static byte[] error(String sentence) {
        return bytes("{\"type\":\"error\",\"message\":" + quoted(sentence) + "}");
    }

    /** Of a filter; the position counts its characters from 1. */
    static byte[] error(String sentence, int position) {
        return bytes(
                "{\"type\":\"error\",\"message\":"
                        + quoted(sentence)
                        + ",\"position\":"
                        + position
                        + "}");
    }

    static byte[] backpressure(long dropped) {
        return bytes("{\"type\":\"backpressure\",\"dropped\":" + dropped + "}");
    }

    private String head(String type, String field, long sequence) {
        return "{\"type\":\""
                + type
                + "\",\""
                + field
                + "\":"
                + sequence
                + ",\"incarnation\":\""
                + incarnation
                + "\"";
    }

    private static String quoted(String text) {
        return "\"" + new String(ENCODER.quoteAsString(text)) + "\"";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
