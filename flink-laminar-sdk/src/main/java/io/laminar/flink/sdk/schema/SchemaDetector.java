// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.schema;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedSchema;

/**
 * A table factory that can ask the upstream system for the columns of a table.
 *
 * <p>Called once, when a table without columns is created; what it answers is then the table's
 * schema for good.
 */
@PublicEvolving
public interface SchemaDetector {

    /**
     * The physical columns, and the primary key if there is one upstream. No watermark.
     *
     * @throws ValidationException if the options are wrong, or the upstream system has no answer;
     *     the message says how to mend it
     */
    ResolvedSchema detectSchema(Request request);

    /**
     * The table that is being created.
     *
     * @param options as written, references to secrets included
     * @param sampling for systems that know no schema, only records
     * @param configuration of the session
     * @param classLoader that knows the user's jars
     */
    record Request(
            ObjectIdentifier table,
            Map<String, String> options,
            Sampling sampling,
            ReadableConfig configuration,
            ClassLoader classLoader) {

        public Request {
            options = Map.copyOf(options);
        }
    }

    /** How many records may be looked at, and for how long they may be waited for. */
    record Sampling(int records, Duration timeout) {}
}
