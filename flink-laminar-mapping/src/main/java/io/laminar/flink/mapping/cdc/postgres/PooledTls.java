// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * TLS for the sessions that Flink CDC 3.5 keeps in a pool. It opens them by a URL of host, port and
 * database alone, past Debezium's settings: they would be open to an impostor. So the database that
 * the pool gets has the driver's parameters behind it, and Debezium gets the database by itself.
 */
final class PooledTls {

    private static final String DEBEZIUM_DATABASE = "debezium.database.dbname";

    private static final Map<String, String> PARAMETERS =
            Map.of(
                    "sslmode", PostgresCdcMapping.SSLMODE,
                    "sslrootcert", PostgresCdcMapping.SSLROOTCERT,
                    "sslcert", PostgresCdcMapping.SSLCERT,
                    "sslkey", PostgresCdcMapping.SSLKEY);

    private PooledTls() {}

    /** The options with TLS for both. */
    static Map<String, String> add(Map<String, String> options) {
        Map<String, String> all = new LinkedHashMap<>(options);
        String database = options.getOrDefault(PostgresCdcMapping.DATABASE, "");
        String parameters =
                PARAMETERS.entrySet().stream()
                        .filter(parameter -> options.containsKey(parameter.getValue()))
                        .map(
                                parameter ->
                                        parameter.getKey()
                                                + "="
                                                + encode(
                                                        options.getOrDefault(
                                                                parameter.getValue(), "")))
                        .sorted()
                        .collect(Collectors.joining("&"));
        all.put(DEBEZIUM_DATABASE, database);
        all.put(PostgresCdcMapping.DATABASE, encode(database) + "?" + parameters);
        return all;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
