// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import org.apache.flink.table.types.logical.RowType;

/**
 * Where the sink of one job writes.
 *
 * @param kind what it has to be
 * @param rowType {@code id BIGINT NOT NULL, payload STRING}; for an upsert {@code id} is the key
 * @param uri of the database, through the proxy
 * @param table exists in a schema of its own; its name is also fit to name the sink on the server
 */
public record SinkTarget(SinkKind kind, RowType rowType, String uri, String table) {}
