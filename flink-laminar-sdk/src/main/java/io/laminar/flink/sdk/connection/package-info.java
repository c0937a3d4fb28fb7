/** Connection URIs as users write them. */
@NullMarked
package io.laminar.flink.sdk.connection;

import org.jspecify.annotations.NullMarked;
