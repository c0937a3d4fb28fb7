/** The texts of all errors that a user can see. */
@NullMarked
package io.laminar.flink.postgres.error;

import org.jspecify.annotations.NullMarked;
