/**
 * Changes of PostgreSQL tables, read by Flink CDC: options, rules, and the check before the job.
 */
@NullMarked
package io.laminar.flink.mapping.cdc.postgres;

import org.jspecify.annotations.NullMarked;
