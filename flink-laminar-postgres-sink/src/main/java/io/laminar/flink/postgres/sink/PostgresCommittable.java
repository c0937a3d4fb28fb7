// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import org.apache.flink.annotation.Internal;

/**
 * A prepared transaction that is committed when its checkpoint is complete.
 *
 * @param sinkId the sink, as its user knows it
 * @param subtask that wrote the rows
 * @param run which start of that subtask, counted on the server
 * @param epoch which transaction of that run, counted from 1
 */
@Internal
public record PostgresCommittable(String sinkId, int subtask, long run, long epoch) {}
