/** The choices that a user of the sink has. */
@NullMarked
package io.laminar.flink.postgres.option;

import org.jspecify.annotations.NullMarked;
