/** A sink that appends to PostgreSQL by COPY in binary form. */
@NullMarked
package io.laminar.flink.postgres;

import org.jspecify.annotations.NullMarked;
