// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping;

import io.laminar.flink.sdk.secret.SecretKeys;
import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.sdk.secret.UnresolvedSecretException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a user wrote into {@code WITH}, for connectors that can't resolve a secret by themselves.
 */
final class WrittenOptions {

    private static final Logger LOG = LoggerFactory.getLogger(WrittenOptions.class);

    private WrittenOptions() {}

    /**
     * The options with each reference to a secret replaced by what it refers to on this machine;
     * warns of secrets that are written out.
     */
    static Map<String, String> resolve(
            String connector, ObjectIdentifier table, Map<String, String> written) {
        Map<String, String> resolved = new HashMap<>();
        List<String> problems = new ArrayList<>();
        List<String> plain = new ArrayList<>();
        for (Map.Entry<String, String> option : new TreeMap<>(written).entrySet()) {
            String key = option.getKey();
            String value = option.getValue();
            SecretText text = SecretText.of(value);
            try {
                // Only a connection is escaped: no other value is known to be a URI as a whole.
                resolved.put(key, isConnection(key) ? text.resolveConnection() : text.resolve());
            } catch (UnresolvedSecretException e) {
                problems.add(String.format("'%s': %s", key, e.getMessage()));
            }
            if (SecretKeys.isSecret(key) ? text.isLiteral() : text.holdsPlainSecret()) {
                plain.add("'" + key + "'");
            }
        }
        if (!problems.isEmpty()) {
            throw new ValidationException(
                    String.format("Connector '%s': %s", connector, String.join(" ", problems)));
        }
        if (!plain.isEmpty()) {
            LOG.warn("Table {} holds a secret {}.", table, MappingErrors.plainSecrets(plain));
        }
        return resolved;
    }

    private static boolean isConnection(String key) {
        return key.equals("connection") || key.equals("connection_string");
    }
}
