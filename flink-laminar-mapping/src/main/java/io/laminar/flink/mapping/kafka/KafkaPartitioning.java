// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static io.laminar.flink.mapping.kafka.KafkaOptions.KEY_COLUMN;
import static io.laminar.flink.mapping.kafka.KafkaOptions.KEY_FORMAT;
import static io.laminar.flink.mapping.kafka.KafkaOptions.PARTITIONER;

import io.laminar.flink.mapping.TableRequest;
import io.laminar.flink.mapping.kafka.KafkaOptions.Partitioner;
import io.laminar.flink.sdk.option.OptionReader;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.types.logical.RowType;

/** Which partition the rows of a sink go to. */
final class KafkaPartitioning {

    /** For Kafka's producer: its partitioner pays no regard to keys then. */
    static final String IGNORE_KEYS = "properties.partitioner.ignore.keys";

    static final String OFFICIAL = "sink.partitioner";

    private static final ConfigOption<String> OFFICIAL_PARTITIONER =
            ConfigOptions.key(OFFICIAL).stringType().noDefaultValue();

    private KafkaPartitioning() {}

    /** Checks the options, and tells Kafka's producer what is left to it. */
    static void derive(TableRequest request, BiConsumer<String, String> mapped) {
        OptionReader options = request.options();
        Optional<Partitioner> written = options.find(PARTITIONER, Partitioner.class);
        if (options.isWritten(OFFICIAL_PARTITIONER) && written.isPresent()) {
            options.problem(KafkaErrors.PARTITIONER_TWICE);
        }
        Optional<Partitioner> chosen = choose(options);
        if (options.isWritten(KEY_COLUMN) && !chosen.equals(Optional.of(Partitioner.KEY_HASH))) {
            options.problem(
                    String.format(
                            KafkaErrors.KEY_COLUMN_UNUSED,
                            chosen.map(Partitioner::toString)
                                    .or(() -> options.text(OFFICIAL_PARTITIONER))
                                    .orElse("default")));
        } else if (chosen.equals(Optional.of(Partitioner.KEY_HASH))
                && request.schema().getColumnCount() > 0) {
            keyBytes(options, request.schema());
        }
        if (chosen.equals(Optional.of(Partitioner.STICKY))) {
            mapped.accept(IGNORE_KEYS, "true");
        }
    }

    /** Nothing if the official connector is to choose. */
    private static Optional<Partitioner> choose(OptionReader options) {
        if (options.isWritten(OFFICIAL_PARTITIONER)) {
            return Optional.empty();
        }
        Optional<Partitioner> written = options.find(PARTITIONER, Partitioner.class);
        if (written.isPresent() || options.isWritten(PARTITIONER)) {
            return written;
        }
        if (KafkaFormats.ofChanges(options).areChangelog() || options.isWritten(KEY_COLUMN)) {
            return Optional.of(Partitioner.KEY_HASH);
        }
        return options.isWritten(KEY_FORMAT)
                ? Optional.empty()
                : Optional.of(PARTITIONER.defaultValue());
    }

    /** Makes the sink, of which all options are known to be right. */
    static PartitionedKafkaTableFactory factory(OptionReader options, ResolvedSchema schema) {
        return new PartitionedKafkaTableFactory(
                choose(options)
                        .flatMap(
                                chosen ->
                                        switch (chosen) {
                                            case ROUND_ROBIN ->
                                                    Optional.of(new RoundRobinPartitioner());
                                            case KEY_HASH ->
                                                    keyBytes(options, schema)
                                                            .map(KeyHashPartitioner::new);
                                            case STICKY -> Optional.empty();
                                        }));
    }

    private static Optional<KeyBytes> keyBytes(OptionReader options, ResolvedSchema schema) {
        RowType columns = (RowType) schema.toPhysicalRowDataType().getLogicalType();
        List<String> names = columns.getFieldNames();
        String name =
                options.text(KEY_COLUMN)
                        .or(
                                () ->
                                        schema.getPrimaryKey()
                                                .map(UniqueConstraint::getColumns)
                                                .map(key -> key.get(0)))
                        .orElse(names.get(0));
        int index = names.indexOf(name);
        if (index < 0) {
            options.problem(
                    String.format(KafkaErrors.KEY_COLUMN_UNKNOWN, name, String.join(", ", names)));
            return Optional.empty();
        }
        Optional<KeyBytes> bytes = KeyBytes.of(index, columns.getTypeAt(index));
        if (bytes.isEmpty()) {
            options.problem(
                    String.format(
                            KafkaErrors.KEY_COLUMN_TYPE,
                            name,
                            columns.getTypeAt(index).asSummaryString()));
        }
        return bytes;
    }
}
