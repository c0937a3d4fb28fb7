/** The PostgreSQL sink beside flink-connector-jdbc and a bare COPY. */
@NullMarked
package io.laminar.flink.benchmarks.postgres;

import org.jspecify.annotations.NullMarked;
