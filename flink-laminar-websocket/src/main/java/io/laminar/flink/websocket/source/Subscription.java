// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.sdk.secret.SecretText;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectReader;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * What a client says after each handshake, so that the server begins to send. A message may hold a
 * key, so that none is ever printed.
 *
 * @param messages sent in this order, each as one text message
 */
@Internal
public record Subscription(List<SecretText> messages) implements Serializable {

    /** For a server that sends without being asked. */
    public static final Subscription NONE = new Subscription(List.of());

    private static final ObjectReader JSON =
            JsonMapper.builder()
                    // A number arrives with the digits that were written.
                    .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .reader();

    public Subscription {
        messages = List.copyOf(messages);
    }

    /**
     * Messages as the user wrote them.
     *
     * @throws IllegalArgumentException if one is empty
     */
    public static Subscription ofMessages(List<String> messages) {
        if (messages.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(SourceErrors.emptySubscription());
        }
        return new Subscription(messages.stream().map(SecretText::of).toList());
    }

    /**
     * Reads a JSON array: a string in it is a message as it is, any other value is sent as JSON.
     *
     * @throws IllegalArgumentException if it is something else, or empty
     */
    public static Subscription ofJsonArray(String array) {
        JsonNode parsed;
        try {
            parsed = JSON.readTree(array);
        } catch (JsonProcessingException e) {
            // The exception's own message quotes the input, which may hold a key.
            throw new IllegalArgumentException(SourceErrors.badSubscriptions());
        }
        if (!parsed.isArray() || parsed.isEmpty()) {
            throw new IllegalArgumentException(SourceErrors.badSubscriptions());
        }
        List<String> messages = new ArrayList<>();
        parsed.forEach(
                message ->
                        messages.add(message.isTextual() ? message.asText() : message.toString()));
        return ofMessages(messages);
    }

    /**
     * The messages with their references replaced.
     *
     * @throws io.laminar.flink.sdk.secret.UnresolvedSecretException if a reference leads nowhere
     */
    List<String> resolve() {
        return messages.stream().map(SecretText::resolve).toList();
    }
}
