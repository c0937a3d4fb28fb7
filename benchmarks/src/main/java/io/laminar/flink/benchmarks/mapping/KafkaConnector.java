// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.mapping;

/** Who reads and writes the topics; options that mean the same. */
enum KafkaConnector {
    LAMINAR(
            "laminar",
            "'connector' = 'laminar-kafka', 'bootstrap.servers' = '%1$s', 'topic' = '%2$s',"
                    + " 'group.id' = '%2$s', 'auto.offset.reset' = 'earliest', 'format' = 'json',"
                    + " 'scan.bounded.mode' = 'latest-offset'"),
    OFFICIAL(
            "official",
            "'connector' = 'kafka', 'properties.bootstrap.servers' = '%1$s', 'topic' = '%2$s',"
                    + " 'properties.group.id' = '%2$s', 'scan.startup.mode' = 'earliest-offset',"
                    + " 'format' = 'json', 'scan.bounded.mode' = 'latest-offset',"
                    + " 'sink.partitioner' = 'round-robin'");

    private final String name;
    private final String options;

    KafkaConnector(String name, String options) {
        this.name = name;
        this.options = options;
    }

    /** What stands in {@code WITH}. */
    String options(String bootstrapServers, String topic) {
        return options.formatted(bootstrapServers, topic);
    }

    @Override
    public String toString() {
        return name;
    }
}
