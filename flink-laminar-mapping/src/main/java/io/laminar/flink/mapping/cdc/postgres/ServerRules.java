// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import static io.laminar.flink.mapping.cdc.postgres.PostgresCdcOptions.SSL_CERT;
import static io.laminar.flink.mapping.cdc.postgres.PostgresCdcOptions.SSL_KEY;
import static io.laminar.flink.mapping.cdc.postgres.PostgresCdcOptions.SSL_MODE;
import static io.laminar.flink.mapping.cdc.postgres.PostgresCdcOptions.SSL_ROOT_CERT;

import io.laminar.flink.mapping.TableRequest;
import io.laminar.flink.mapping.cdc.CdcConnection;
import io.laminar.flink.mapping.cdc.ConnectionOptions;
import io.laminar.flink.mapping.cdc.ConnectionReader;
import io.laminar.flink.sdk.connection.ConnectionUri;
import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.sdk.postgres.SslMode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.flink.configuration.ConfigOption;

/** Where the server is, and how to speak to it. */
final class ServerRules {

    private static final String SCHEME = "postgresql";
    private static final int DEFAULT_PORT = 5432;
    private static final String CONNECT_TIMEOUT_PARAMETER = "connect_timeout";

    private static final Map<ConfigOption<?>, String> TLS_PARAMETERS =
            Map.of(
                    SSL_MODE, "sslmode",
                    SSL_ROOT_CERT, "sslrootcert",
                    SSL_CERT, "sslcert",
                    SSL_KEY, "sslkey");

    private static final ConnectionReader READER =
            new ConnectionReader(
                    SCHEME,
                    DEFAULT_PORT,
                    Set.of(
                            "sslmode",
                            "sslrootcert",
                            "sslcert",
                            "sslkey",
                            CONNECT_TIMEOUT_PARAMETER));

    private ServerRules() {}

    static void connection(TableRequest request, BiConsumer<String, String> mapped) {
        Optional<CdcConnection> read = READER.read(request.options());
        if (read.isEmpty()) {
            return;
        }
        CdcConnection connection = read.get();
        mapped.accept(PostgresCdcMapping.HOSTNAME, connection.host());
        mapped.accept(PostgresCdcMapping.PORT, Integer.toString(connection.port()));
        String database = connection.database();
        // As libpq has it.
        mapped.accept(
                PostgresCdcMapping.DATABASE, database == null ? connection.username() : database);
        mapped.accept(PostgresCdcMapping.USERNAME, connection.username());
        mapped.accept(PostgresCdcMapping.PASSWORD, connection.password());
        String seconds = connection.parameters().get(CONNECT_TIMEOUT_PARAMETER);
        if (seconds != null) {
            mapped.accept(PostgresCdcMapping.CONNECT_TIMEOUT, seconds + " s");
        }
    }

    static void tls(TableRequest request, BiConsumer<String, String> mapped) {
        OptionReader options = request.options();
        Map<String, String> parameters = parameters(options);
        SslMode written = options.get(SSL_MODE, SslMode.class);
        SslMode mode = written;
        String inUri = parameters.get("sslmode");
        if (inUri != null) {
            Optional<SslMode> known = SslMode.of(inUri);
            if (known.isEmpty()) {
                options.problem(PostgresCdcErrors.badSslMode(inUri));
            }
            mode = known.orElse(written);
        }
        TLS_PARAMETERS.forEach(
                (option, parameter) -> {
                    if (parameters.containsKey(parameter) && options.isWritten(option)) {
                        options.problem(PostgresCdcErrors.writtenTwice(option.key(), parameter));
                    }
                });
        Optional<String> root = find(options, SSL_ROOT_CERT, parameters);
        Optional<String> cert = find(options, SSL_CERT, parameters);
        Optional<String> key = find(options, SSL_KEY, parameters);
        if (cert.isPresent() != key.isPresent()) {
            options.problem(PostgresCdcErrors.CERTIFICATE_AND_KEY);
        }
        if (mode.compareTo(SslMode.VERIFY_CA) >= 0 && root.isEmpty()) {
            options.problem(PostgresCdcErrors.rootCertificateMissing(mode));
        }
        mapped.accept(PostgresCdcMapping.SSLMODE, mode.toString());
        root.ifPresent(file -> mapped.accept(PostgresCdcMapping.SSLROOTCERT, file));
        cert.ifPresent(file -> mapped.accept(PostgresCdcMapping.SSLCERT, file));
        key.ifPresent(file -> mapped.accept(PostgresCdcMapping.SSLKEY, file));
    }

    private static Optional<String> find(
            OptionReader options, ConfigOption<String> option, Map<String, String> parameters) {
        return options.find(option)
                .or(() -> Optional.ofNullable(parameters.get(TLS_PARAMETERS.get(option))));
    }

    private static Map<String, String> parameters(OptionReader options) {
        Optional<String> text = options.find(ConnectionOptions.CONNECTION);
        try {
            return text.isPresent()
                    ? ConnectionUri.parse(text.get(), SCHEME).parameters()
                    : Map.of();
        } catch (IllegalArgumentException e) {
            // Noted by the rule of the connection.
            return Map.of();
        }
    }
}
