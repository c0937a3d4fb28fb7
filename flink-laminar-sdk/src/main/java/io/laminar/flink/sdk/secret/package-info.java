/** Secrets in options: references to them, and text that is safe to print. */
@NullMarked
package io.laminar.flink.sdk.secret;

import org.jspecify.annotations.NullMarked;
