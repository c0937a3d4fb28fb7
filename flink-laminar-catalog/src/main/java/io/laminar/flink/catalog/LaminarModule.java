// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import org.apache.flink.annotation.Internal;
import org.apache.flink.table.module.Module;

/**
 * Holds nothing, and is there for scripts that load it: the {@link LaminarCatalog} itself is told
 * of temporary tables, and so covers them without it.
 */
@Internal
public final class LaminarModule implements Module {}
