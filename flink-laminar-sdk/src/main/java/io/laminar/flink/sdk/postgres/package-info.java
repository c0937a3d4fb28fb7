/** PostgreSQL's names and modes, as every connector that talks to it reads them. */
@NullMarked
package io.laminar.flink.sdk.postgres;

import org.jspecify.annotations.NullMarked;
