/**
 * {@code 'connector' = 'laminar-kafka'}: the documented options of Kafka topics on Flink's own
 * Kafka connector.
 */
@NullMarked
package io.laminar.flink.mapping.kafka;

import org.jspecify.annotations.NullMarked;
