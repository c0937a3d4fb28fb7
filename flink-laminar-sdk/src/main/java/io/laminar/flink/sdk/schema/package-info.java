/** The columns of a table that a user did not write down. */
@NullMarked
package io.laminar.flink.sdk.schema;

import org.jspecify.annotations.NullMarked;
