/** {@code laminar bench}: ours, the peers and the limit, in one run. */
@NullMarked
package io.laminar.flink.benchmarks;

import org.jspecify.annotations.NullMarked;
