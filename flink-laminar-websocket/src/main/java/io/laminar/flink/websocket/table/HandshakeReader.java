// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static io.laminar.flink.websocket.table.WebSocketOptions.ALLOWED_ORIGINS;
import static io.laminar.flink.websocket.table.WebSocketOptions.AUTH;
import static io.laminar.flink.websocket.table.WebSocketOptions.AUTH_CLIENT_ID;
import static io.laminar.flink.websocket.table.WebSocketOptions.AUTH_CLIENT_SECRET;
import static io.laminar.flink.websocket.table.WebSocketOptions.AUTH_SCOPE;
import static io.laminar.flink.websocket.table.WebSocketOptions.AUTH_TOKEN_URL;
import static io.laminar.flink.websocket.table.WebSocketOptions.HEADERS;
import static io.laminar.flink.websocket.table.WebSocketOptions.PATH;
import static io.laminar.flink.websocket.table.WebSocketOptions.PROXY_URL;
import static io.laminar.flink.websocket.table.WebSocketOptions.SSL_KEY_STORE;
import static io.laminar.flink.websocket.table.WebSocketOptions.SSL_KEY_STORE_PASSWORD;
import static io.laminar.flink.websocket.table.WebSocketOptions.SSL_TRUST_STORE;
import static io.laminar.flink.websocket.table.WebSocketOptions.SSL_TRUST_STORE_PASSWORD;
import static io.laminar.flink.websocket.table.WebSocketOptions.SUBPROTOCOL;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.websocket.protocol.AccessErrors;
import io.laminar.flink.websocket.protocol.ClientCredentials;
import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.HandshakeRules;
import io.laminar.flink.websocket.protocol.ProxyUrl;
import io.laminar.flink.websocket.protocol.TlsStores;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what either side of a handshake sends or asks for; source and sink spell it alike. */
final class HandshakeReader {

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeReader.class);

    private static final List<ConfigOption<String>> TOKEN_OPTIONS =
            List.of(AUTH_TOKEN_URL, AUTH_CLIENT_ID, AUTH_CLIENT_SECRET);

    private HandshakeReader() {}

    /** Empty if a problem was noted. */
    static Optional<ClientHandshake> client(OptionReader options) {
        Map<String, SecretText> headers = new HashMap<>();
        options.findMap(HEADERS)
                .orElse(Map.of())
                .forEach((name, value) -> headers.put(name, SecretText.of(value)));
        Optional<ClientCredentials> credentials = credentials(options);
        Optional<ProxyUrl> proxy =
                options.find(PROXY_URL)
                        .flatMap(text -> Attempt.at(options, () -> ProxyUrl.parse(text)));
        Optional<ClientHandshake> handshake =
                Attempt.at(
                        options,
                        () ->
                                new ClientHandshake(
                                        headers,
                                        options.find(SUBPROTOCOL).orElse(null),
                                        options.find(AUTH).map(SecretText::of).orElse(null),
                                        credentials.orElse(null),
                                        proxy.orElse(null)));
        handshake.ifPresent(checked -> checked.literalSecrets().forEach(HandshakeReader::warn));
        return handshake;
    }

    /** Empty if there are none, or a problem was noted. */
    private static Optional<ClientCredentials> credentials(OptionReader options) {
        Optional<ConfigOption<String>> written =
                Stream.concat(TOKEN_OPTIONS.stream(), Stream.of(AUTH_SCOPE))
                        .filter(options::isWritten)
                        .findFirst();
        Optional<ConfigOption<String>> missing =
                TOKEN_OPTIONS.stream().filter(option -> !options.isWritten(option)).findFirst();
        if (written.isEmpty()) {
            return Optional.empty();
        }
        if (missing.isPresent()) {
            options.problem(
                    AccessErrors.incompleteCredentials(missing.get().key(), written.get().key()));
            return Optional.empty();
        }
        return Attempt.at(
                options,
                () ->
                        new ClientCredentials(
                                options.find(AUTH_TOKEN_URL).orElseThrow(),
                                SecretText.of(options.find(AUTH_CLIENT_ID).orElseThrow()),
                                SecretText.of(options.find(AUTH_CLIENT_SECRET).orElseThrow()),
                                options.find(AUTH_SCOPE).orElse(null)));
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
