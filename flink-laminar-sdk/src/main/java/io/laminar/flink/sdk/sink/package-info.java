/** What our sinks need to run on every Flink version that we support. */
@NullMarked
package io.laminar.flink.sdk.sink;

import org.jspecify.annotations.NullMarked;
