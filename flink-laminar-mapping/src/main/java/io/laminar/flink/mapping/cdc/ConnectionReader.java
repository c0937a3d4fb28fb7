// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc;

import static io.laminar.flink.mapping.cdc.ConnectionOptions.CONNECTION;
import static io.laminar.flink.mapping.cdc.ConnectionOptions.DATABASE;
import static io.laminar.flink.mapping.cdc.ConnectionOptions.HOSTNAME;
import static io.laminar.flink.mapping.cdc.ConnectionOptions.PASSWORD;
import static io.laminar.flink.mapping.cdc.ConnectionOptions.PORT;
import static io.laminar.flink.mapping.cdc.ConnectionOptions.USERNAME;

import io.laminar.flink.sdk.connection.ConnectionUri;
import io.laminar.flink.sdk.option.OptionReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link ConnectionOptions}, whose references to secrets are resolved already.
 *
 * @param scheme of the URI
 * @param defaultPort where no port is written
 * @param parameters that the URI may have
 */
@Internal
public record ConnectionReader(String scheme, int defaultPort, Set<String> parameters) {

    private static final int MAX_PORT = 65_535;

    public ConnectionReader {
        parameters = Set.copyOf(parameters);
    }

    /** Empty if something is wrong; the reader of the options has noted what. */
    public Optional<CdcConnection> read(OptionReader options) {
        Optional<String> text = options.find(CONNECTION);
        Optional<ConnectionUri> uri =
                text.isPresent() ? fromText(options, text.get()) : fromParts(options);
        if (uri.isEmpty()) {
            return Optional.empty();
        }
        ConnectionUri connection = uri.get();
        String database = once(options, DATABASE, connection.database());
        String username = once(options, USERNAME, connection.username());
        String password = once(options, PASSWORD, connection.password());
        String host = connection.host() == null ? "localhost" : connection.host();
        int port = connection.port().orElse(defaultPort);
        boolean isValid = true;
        if (username == null) {
            options.problem(CdcErrors.partMissing(USERNAME.key()));
            isValid = false;
        }
        if (port < 1 || port > MAX_PORT) {
            options.problem(CdcErrors.badPort(port));
            isValid = false;
        }
        for (String parameter : connection.parameters().keySet()) {
            if (!parameters.contains(parameter)) {
                options.problem(CdcErrors.unknownParameter(parameter, parameters));
                isValid = false;
            }
        }
        if (!isValid || username == null) {
            return Optional.empty();
        }
        return Optional.of(
                new CdcConnection(
                        host,
                        port,
                        database,
                        username,
                        password == null ? "" : password,
                        connection.parameters()));
    }

    private Optional<ConnectionUri> fromText(OptionReader options, String text) {
        for (ConfigOption<?> part : List.of(HOSTNAME, PORT)) {
            if (options.isWritten(part)) {
                options.problem(CdcErrors.partWrittenTwice(part.key()));
            }
        }
        try {
            return Optional.of(ConnectionUri.parse(text, scheme));
        } catch (IllegalArgumentException e) {
            options.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<ConnectionUri> fromParts(OptionReader options) {
        Optional<String> host = options.find(HOSTNAME);
        if (host.isEmpty()) {
            options.problem(CdcErrors.connectionMissing(scheme));
            return Optional.empty();
        }
        OptionalInt port =
                options.find(PORT).map(OptionalInt::of).orElse(OptionalInt.of(defaultPort));
        return Optional.of(new ConnectionUri(scheme, host.get(), port, null, null, null, Map.of()));
    }

    private static @Nullable String once(
            OptionReader options, ConfigOption<String> part, @Nullable String inText) {
        String value = options.find(part).orElse(null);
        if (value != null && inText != null) {
            options.problem(CdcErrors.partWrittenTwice(part.key()));
        }
        return value == null ? inText : value;
    }
}
