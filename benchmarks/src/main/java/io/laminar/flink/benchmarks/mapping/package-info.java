/** The mapped connectors beside the official ones. */
@NullMarked
package io.laminar.flink.benchmarks.mapping;

import org.jspecify.annotations.NullMarked;
