/** Delays between attempts. */
@NullMarked
package io.laminar.flink.sdk.retry;

import org.jspecify.annotations.NullMarked;
