/**
 * The binary format of COPY (PostgreSQL documentation, COPY, "Binary Format"); knows nothing of
 * Flink sinks.
 */
@NullMarked
package io.laminar.flink.postgres.copy;

import org.jspecify.annotations.NullMarked;
