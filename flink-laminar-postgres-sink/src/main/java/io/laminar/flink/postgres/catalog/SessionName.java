// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import java.util.Map;
import org.apache.flink.annotation.Internal;

/**
 * What a session is called in {@code pg_stat_activity}.
 *
 * @param prefix begins the name in any case, for those who look for the session by it; may be empty
 * @param rest follows, unless the connection's {@code application_name} takes its place
 */
@Internal
public record SessionName(String prefix, String rest) {

    /** A name that nobody looks for: the connection may have another. */
    public static SessionName of(String name) {
        return new SessionName("", name);
    }

    String with(Map<String, String> parameters) {
        return prefix + parameters.getOrDefault("application_name", rest);
    }
}
