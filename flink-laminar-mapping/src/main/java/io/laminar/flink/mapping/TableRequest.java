// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping;

import io.laminar.flink.sdk.option.OptionReader;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedSchema;

/**
 * What the rules may look at when they read a table.
 *
 * @param options with all references to secrets resolved; takes the problems that are found
 * @param configuration of the session
 */
@Internal
public record TableRequest(
        OptionReader options,
        ObjectIdentifier table,
        ResolvedSchema schema,
        ReadableConfig configuration,
        ClassLoader classLoader) {}
