// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.table.factories.FactoryUtil;
import org.jspecify.annotations.Nullable;

/** What the names of connectors mean in a {@code laminar} catalog. */
final class ConnectorNames {

    private static final String PREFIX = "laminar-";

    /** Names that mean ours, though the official connector's jar may be on the class path. */
    private static final Map<String, String> OURS =
            Map.of(
                    "kafka", PREFIX + "kafka",
                    "postgres-cdc", PREFIX + "postgres-cdc",
                    "mysql-cdc", PREFIX + "mysql-cdc",
                    "iceberg", PREFIX + "iceberg",
                    "postgres", PREFIX + "postgres",
                    "postgres-sink", PREFIX + "postgres");

    private ConnectorNames() {}

    /** The options with the name by which Flink finds the connector everywhere. */
    static Map<String, String> spellOut(Map<String, String> options) {
        Map<String, String> spelled = new HashMap<>(options);
        spelled.computeIfPresent(
                FactoryUtil.CONNECTOR.key(),
                (key, name) -> OURS.getOrDefault(name.toLowerCase(Locale.ROOT), name));
        return spelled;
    }

    /** Whether only Flink's own search finds it, not the catalog that keeps the table. */
    static boolean isOurs(@Nullable String connector) {
        return connector != null && (connector.startsWith(PREFIX) || connector.equals("websocket"));
    }
}
