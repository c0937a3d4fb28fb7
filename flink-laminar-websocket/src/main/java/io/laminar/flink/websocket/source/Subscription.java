// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.sdk.secret.SecretText;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectReader;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a client says after each handshake, so that the server begins to send. A message may hold a
 * key, so that none is ever printed.
 *
 * @param messages sent in this order, each as one text message
 * @param resume what is different once there is a cursor; null for nothing
 */
@Internal
public record Subscription(List<SecretText> messages, @Nullable Resume resume)
        implements Serializable {

    /** For a server that sends without being asked. */
    public static final Subscription NONE = new Subscription(List.of(), null);

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
     * @throws IllegalArgumentException if one is empty, or holds <code>${last}</code>
     */
    public static Subscription ofMessages(List<String> messages) {
        if (messages.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(SourceErrors.emptySubscription());
        }
        if (messages.stream().anyMatch(CursorTemplate::hasPlace)) {
            throw new IllegalArgumentException(SourceErrors.lastInSubscription());
        }
        return new Subscription(messages.stream().map(SecretText::of).toList(), null);
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

    /** The same, with a way to resume. */
    public Subscription with(@Nullable Resume resumption) {
        return new Subscription(messages, resumption);
    }

    /**
     * The messages with their references replaced, and the resume message in place of the last one
     * if there is a cursor.
     *
     * @throws io.laminar.flink.sdk.secret.UnresolvedSecretException if a reference leads nowhere
     */
    List<String> resolve(@Nullable String cursor) {
        List<String> resolved =
                messages.stream().map(SecretText::resolve).collect(Collectors.toList());
        SecretText template = resume == null ? null : resume.message();
        if (cursor != null && template != null) {
            if (!resolved.isEmpty()) {
                resolved.remove(resolved.size() - 1);
            }
            // In this order: a server's cursor is no place for references.
            resolved.add(CursorTemplate.fill(template.resolve(), cursor));
        }
        return resolved;
    }
}
