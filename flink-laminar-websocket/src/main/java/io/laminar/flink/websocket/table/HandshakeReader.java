// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static io.laminar.flink.websocket.table.WebSocketSourceOptions.ALLOWED_ORIGINS;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.AUTH;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.HEADERS;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.PATH;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.SSL_KEY_STORE;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.SSL_KEY_STORE_PASSWORD;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.SSL_TRUST_STORE;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.SSL_TRUST_STORE_PASSWORD;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.SUBPROTOCOL;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.HandshakeRules;
import io.laminar.flink.websocket.protocol.TlsStores;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what either side of a handshake sends or asks for; source and sink spell it alike. */
final class HandshakeReader {

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeReader.class);

    private HandshakeReader() {}

    /** Empty if a problem was noted. */
    static Optional<ClientHandshake> client(OptionReader options) {
        Map<String, SecretText> headers = new HashMap<>();
        options.find(HEADERS)
                .orElse(Map.of())
                .forEach((name, value) -> headers.put(name, SecretText.of(value)));
        Optional<ClientHandshake> handshake =
                Attempt.at(
                        options,
                        () ->
                                new ClientHandshake(
                                        headers,
                                        options.find(SUBPROTOCOL).orElse(null),
                                        options.find(AUTH).map(SecretText::of).orElse(null)));
        handshake.ifPresent(checked -> checked.literalSecrets().forEach(HandshakeReader::warn));
        return handshake;
    }

    /** Empty if a problem was noted. */
    static Optional<HandshakeRules> server(OptionReader options) {
        Optional<HandshakeRules> rules =
                Attempt.at(
                        options,
                        () ->
                                new HandshakeRules(
                                        options.find(PATH).orElse(null),
                                        Set.copyOf(options.find(ALLOWED_ORIGINS).orElse(List.of())),
                                        options.find(SUBPROTOCOL).orElse(null),
                                        options.find(AUTH).map(SecretText::of).orElse(null)));
        rules.filter(HandshakeRules::holdsLiteralSecret).ifPresent(checked -> warn(AUTH.key()));
        return rules;
    }

    /** Empty if a problem was noted. */
    static Optional<TlsStores> tls(OptionReader options) {
        Optional<TlsStores> stores =
                Attempt.at(
                        options,
                        () ->
                                new TlsStores(
                                        options.find(SSL_TRUST_STORE).orElse(null),
                                        secret(options, SSL_TRUST_STORE_PASSWORD),
                                        options.find(SSL_KEY_STORE).orElse(null),
                                        secret(options, SSL_KEY_STORE_PASSWORD)));
        stores.ifPresent(checked -> checked.literalSecrets().forEach(HandshakeReader::warn));
        return stores;
    }

    private static @Nullable SecretText secret(OptionReader options, ConfigOption<String> option) {
        return options.find(option).map(SecretText::of).orElse(null);
    }

    private static void warn(String option) {
        LOG.warn(
                "The option '{}' holds a secret as plain text, which travels in the job graph."
                        + " '${env:NAME}' or '${file:/path}' in its place keeps it out.",
                option);
    }
}
