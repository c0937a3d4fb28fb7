// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc;

import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and who we are there. {@link #toString()} shows no secret.
 *
 * @param database {@code null} if the options name none
 * @param password empty if the options hold none
 * @param parameters of the URI
 */
@Internal
public record CdcConnection(
        String host,
        int port,
        @Nullable String database,
        String username,
        String password,
        Map<String, String> parameters) {

    public CdcConnection {
        parameters = Map.copyOf(parameters);
    }

    @Override
    public String toString() {
        return host + ":" + port + (database == null ? "" : "/" + database);
    }
}
