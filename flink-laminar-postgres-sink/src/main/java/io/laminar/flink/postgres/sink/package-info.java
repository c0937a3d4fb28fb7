/** Writers, the committer and the book-keeping of exactly-once on the server. */
@NullMarked
package io.laminar.flink.postgres.sink;

import org.jspecify.annotations.NullMarked;
