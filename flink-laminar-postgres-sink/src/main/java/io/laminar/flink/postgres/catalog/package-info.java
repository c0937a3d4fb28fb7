/** What the server says of itself and of the target table. */
@NullMarked
package io.laminar.flink.postgres.catalog;

import org.jspecify.annotations.NullMarked;
