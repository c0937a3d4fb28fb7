// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.module.Module;

/**
 * Lets the plain names of connectors mean ours in temporary tables and those of compiled plans,
 * too, which Flink makes without asking their catalog. Tables of other catalogs are left to the
 * connectors of those names.
 */
@Internal
public final class LaminarModule implements Module {

    @Override
    public Optional<DynamicTableSourceFactory> getTableSourceFactory() {
        return Optional.of(new SessionTableFactory());
    }

    @Override
    public Optional<DynamicTableSinkFactory> getTableSinkFactory() {
        return Optional.of(new SessionTableFactory());
    }
}
