/** The connector in Flink SQL. */
@NullMarked
package io.laminar.flink.postgres.table;

import org.jspecify.annotations.NullMarked;
