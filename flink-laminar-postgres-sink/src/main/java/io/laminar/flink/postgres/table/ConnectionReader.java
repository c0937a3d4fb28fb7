// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static io.laminar.flink.postgres.table.PostgresConnectorOptions.CONNECTION;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.CONNECT_TIMEOUT;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.DATABASE;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.HOSTNAME;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.PASSWORD;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.PORT;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.SSL_CERT;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.SSL_KEY;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.SSL_MODE;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.SSL_ROOT_CERT;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.STATEMENT_TIMEOUT;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.USERNAME;

import io.laminar.flink.postgres.catalog.ConnectionErrors;
import io.laminar.flink.postgres.catalog.PostgresConnection;
import io.laminar.flink.postgres.catalog.Timeouts;
import io.laminar.flink.postgres.catalog.TlsSettings;
import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.sdk.postgres.SslMode;
import io.laminar.flink.sdk.secret.SecretText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;

/** Reads the options that say where the server is, and how to speak to it. */
final class ConnectionReader {

    /** What {@code connection} always says itself. */
    private static final List<ConfigOption<?>> SERVER = List.of(HOSTNAME, PORT);

    private ConnectionReader() {}

    /** Empty if something is wrong; the reader of the options has noted what. */
    static Optional<PostgresConnection> read(OptionReader options) {
        boolean isOneText = options.isWritten(CONNECTION);
        if (isOneText) {
            for (ConfigOption<?> part : SERVER) {
                if (options.isWritten(part)) {
                    options.problem(ConnectionErrors.partWrittenTwice(part.key()));
                }
            }
        }
        int port = options.get(PORT);
        SslMode mode = options.get(SSL_MODE, SslMode.class);
        Duration connectTimeout = options.get(CONNECT_TIMEOUT);
        Duration statementTimeout = options.get(STATEMENT_TIMEOUT);
        try {
            return Optional.of(
                    new PostgresConnection(
                            options.find(CONNECTION).map(SecretText::of).orElse(null),
                            isOneText ? null : options.find(HOSTNAME).orElse(null),
                            port,
                            options.find(DATABASE).orElse(null),
                            options.find(USERNAME).orElse(null),
                            options.find(PASSWORD).map(SecretText::of).orElse(null),
                            new TlsSettings(
                                    options.isWritten(SSL_MODE) ? mode : null,
                                    options.find(SSL_ROOT_CERT).orElse(null),
                                    options.find(SSL_CERT).orElse(null),
                                    options.find(SSL_KEY).orElse(null)),
                            new Timeouts(
                                    options.isWritten(CONNECT_TIMEOUT) ? connectTimeout : null,
                                    statementTimeout)));
        } catch (IllegalArgumentException e) {
            options.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
