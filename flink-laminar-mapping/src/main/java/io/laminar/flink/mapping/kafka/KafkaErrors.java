// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import java.time.Duration;

/** What users read when the options of a Kafka table are wrong. */
final class KafkaErrors {

    static final String TOPIC_MISSING =
            "'topic' is missing: name a topic, several with commas between, or a 'topic-pattern'.";

    static final String TOPIC_TWICE = "'topic' and 'topic-pattern' exclude each other: drop one.";

    static final String GROUP_ID_MEANING =
            "the consumer group that keeps the offsets of what was read";

    static final String BOOTSTRAP_MEANING = "a broker, such as 'localhost:9092'";

    static final String OFFSETS_TWICE =
            "'auto.offset.reset' is for 'scan.startup.mode' = 'group-offsets', but that is '%s':"
                    + " drop one of them.";

    static final String FORMAT_TWICE =
            "'format' and 'value.format' are one option: write one of them.";

    static final String REGISTRY_NOT_USED =
            "'schema.registry.url' is set, but 'format' is '%s': only 'avro' and 'debezium' read"
                    + " schemas from a registry.";

    static final String REGISTRY_MISSING =
            "'schema.registry.username' needs 'schema.registry.url'.";

    static final String REGISTRY_LOGIN =
            "'schema.registry.username' and 'schema.registry.password' belong together: write"
                    + " both.";

    static final String REGISTRY_USER =
            "'schema.registry.username' must hold no colon: HTTP Basic ends the name there.";

    static final String SASL_NOT_SPOKEN =
            "'%s' needs 'security.protocol' = 'SASL_SSL' (or 'SASL_PLAINTEXT').";

    static final String SASL_INCOMPLETE =
            "'%s' is missing: 'security.protocol' = '%s' logs in with 'sasl.mechanism',"
                    + " 'sasl.username' and 'sasl.password', or with what 'properties.sasl.…' say.";

    static final String PARTITIONER_TWICE =
            "'partitioner' and 'sink.partitioner' are one option: write one of them.";

    static final String KEY_COLUMN_UNUSED =
            "'key.column' is for 'partitioner' = 'key-hash', but that is '%s'.";

    static final String KEY_COLUMN_UNKNOWN =
            "'key.column' is '%s', but the table has no such physical column: it has %s.";

    static final String KEY_COLUMN_TYPE =
            "Column '%s' can't be hashed for 'partitioner' = 'key-hash': it is of type %s. Name one"
                    + " of a simple type in 'key.column'.";

    static final String NO_CHECKPOINTS =
            "'delivery.guarantee' = 'exactly-once' commits rows when a checkpoint is complete, but"
                    + " there are none: SET 'execution.checkpointing.interval' = '10 s'.";

    static final String UPSERT_PARTITIONER =
            "'%s' can't be written for a table with a primary key: its rows are partitioned by that"
                    + " key.";

    static final String UPSERT_OFFSET =
            "'auto.offset.reset' is '%s', but a table with a primary key is always read from its"
                    + " beginning, since an older row may be the newest of its key: drop it.";

    static final String UPSERT_STARTUP =
            "a table with a primary key is always read from its beginning";

    static final String UPSERT_KEY = "the primary key of the table is the key of its records";

    static final String UPSERT_SKIP =
            "'on_error' = 'skip' can't be written for a table with a primary key: without a record"
                    + " that changes its row, the row would be wrong for good.";

    static final String SKIP_NEEDS_CLIENTS =
            "'on_error' = 'skip' needs Kafka's own classes: put flink-connector-kafka 3.4.0-1.20 and"
                    + " kafka-clients 3.4.0 into Flink's lib folder, in place of"
                    + " flink-sql-connector-kafka.";

    static final String SKIP_NEEDS_VERSION =
            "'on_error' = 'skip' needs flink-connector-kafka 3.4.0-1.20; this is another version.";

    /** Characters of what a format says of a record. */
    private static final int MAX_CAUSE = 200;

    private KafkaErrors() {}

    static String noColumns(String reason) {
        return String.format(
                "Connector '%s': the table has no columns, and Kafka does not tell them: %s. Write"
                        + " the columns into the statement.",
                LaminarKafkaTableFactory.IDENTIFIER, reason);
    }

    static String skipped(String topic, int partition, long offset, Exception cause, long others) {
        return String.format(
                "Left out the record of topic '%s', partition %d, offset %d, which can't be"
                        + " decoded: %s%s",
                topic,
                partition,
                offset,
                oneLine(cause),
                others == 0 ? "" : " (and " + others + " more since the last message)");
    }

    /** Formats quote the record in their messages, however long it is and whatever is in it. */
    private static String oneLine(Exception cause) {
        String text = cause.toString().replaceAll("\\p{Cntrl}+", " ");
        return text.length() <= MAX_CAUSE ? text : text.substring(0, MAX_CAUSE) + "…";
    }

    static String checkpointsTooLong(Duration needed, long allowedMillis) {
        return String.format(
                "Connector '%s': 'delivery.guarantee' = 'exactly-once' needs transactions of up to"
                        + " %d ms ('execution.checkpointing.interval' and"
                        + " 'execution.checkpointing.timeout' together), but the broker's"
                        + " 'transaction.max.timeout.ms' is %d. Shorten those two, or raise it.",
                LaminarKafkaTableFactory.IDENTIFIER, needed.toMillis(), allowedMillis);
    }

    static String badTransactionTimeout(String written, long neededMillis, long allowedMillis) {
        return String.format(
                "Connector '%s': 'properties.transaction.timeout.ms' is '%s', but must be at least"
                        + " %d ('execution.checkpointing.interval' and"
                        + " 'execution.checkpointing.timeout' together) and at most %d (the"
                        + " broker's 'transaction.max.timeout.ms'). Drop it to have it chosen.",
                LaminarKafkaTableFactory.IDENTIFIER, written, neededMillis, allowedMillis);
    }
}
