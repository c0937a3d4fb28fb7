// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.handler.codec.http.FullHttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectReader;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint answers (RFC 6749, sections 5.1 and 5.2).
 *
 * @param value goes behind "Bearer "
 * @param lifetime null if the server does not say
 */
record AccessToken(String value, @Nullable Duration lifetime) {

    /** Ten years. */
    private static final long MAX_SECONDS = 315_360_000;

    private static final ObjectReader JSON = JsonMapper.builder().build().reader();

    /** A server in trouble, or too busy, may give a token later. */
    private static boolean mayPass(int status) {
        return status >= 500 || status == 408 || status == 425 || status == 429;
    }

    /**
     * Reads an answer.
     *
     * @throws HandshakeRefusedException if it refuses
     * @throws IOException if it is no answer of a token endpoint
     */
    static AccessToken read(String endpoint, FullHttpResponse response) throws IOException {
        JsonNode json = json(response.content().toString(StandardCharsets.UTF_8));
        int status = response.status().code();
        if (status != 200) {
            throw refusal(endpoint, response, error(json));
        }
        String value = text(json, "access_token");
        if (value.isEmpty()) {
            throw new IOException(AccessErrors.badToken(endpoint, "'access_token' is missing"));
        }
        String type = text(json, "token_type");
        if (!type.equalsIgnoreCase("bearer")) {
            throw new IOException(
                    AccessErrors.badToken(
                            endpoint,
                            "'token_type' is '" + Printable.text(type) + "', not 'Bearer'"));
        }
        if (!HeaderText.isValue(value)) {
            throw new IOException(
                    AccessErrors.badToken(endpoint, "'access_token' does not fit in a header"));
        }
        JsonNode seconds = json.path("expires_in");
        return new AccessToken(
                value,
                seconds.isMissingNode() || seconds.isNull()
                        ? null
                        : Duration.ofSeconds(Math.max(0, Math.min(seconds.asLong(), MAX_SECONDS))));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // Some page of a proxy or a server in trouble: the status says what there is to say.
            return JSON.createObjectNode();
        }
    }

    /** Empty if there is none, or null, or a number. */
    private static String text(JsonNode json, String field) {
        return json.path(field).isTextual() ? json.path(field).textValue() : "";
    }

    private static String error(JsonNode json) {
        String error = text(json, "error");
        String description = text(json, "error_description");
        return (error.isEmpty() ? "" : " (" + Printable.text(error) + ")")
                + (description.isEmpty() ? "" : ": " + Printable.text(description));
    }

    private static HandshakeRefusedException refusal(
            String endpoint, FullHttpResponse response, String error) {
        String status = Printable.text(response.status().toString());
        return mayPass(response.status().code())
                ? HandshakeRefusedException.forNow(
                        AccessErrors.tokenUnavailable(endpoint, status, error),
                        RetryAfter.parse(response.headers().get("Retry-After"), Instant.now()))
                : HandshakeRefusedException.forGood(
                        AccessErrors.tokenRefused(endpoint, status, error));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "AccessToken[lifetime=" + lifetime + "]";
    }
}
