/** Apache Iceberg tables by the documented options, on Iceberg's own connector. */
@NullMarked
package io.laminar.flink.mapping.iceberg;

import org.jspecify.annotations.NullMarked;
