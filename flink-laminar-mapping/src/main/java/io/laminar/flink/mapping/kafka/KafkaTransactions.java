// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static io.laminar.flink.mapping.kafka.KafkaOptions.DELIVERY_GUARANTEE;

import io.laminar.flink.mapping.TableRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.DynamicTableFactory.Context;
import org.apache.flink.table.factories.FactoryUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a sink needs for {@code exactly-once}. */
final class KafkaTransactions {

    static final String PREFIX = "sink.transactional-id-prefix";
    static final String TIMEOUT = "properties.transaction.timeout.ms";
    static final String GUARANTEE = "sink.delivery-guarantee";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaTransactions.class);

    /** Kafka's own {@code transaction.max.timeout.ms}, for a broker that does not tell. */
    private static final Duration USUAL_MAXIMUM = Duration.ofMinutes(15);

    /** Time for a failed job to come back in, before the broker drops what it had written. */
    private static final Duration WISHED = Duration.ofHours(1);

    private static final int PREFIX_BYTES = 8;

    private KafkaTransactions() {}

    /** Names the transactions of a sink; checks that they will ever be committed. */
    static void derive(TableRequest request, BiConsumer<String, String> mapped) {
        DeliveryGuarantee guarantee =
                request.options().get(DELIVERY_GUARANTEE, DeliveryGuarantee.class);
        mapped.accept(GUARANTEE, guarantee.toString());
        if (guarantee != DeliveryGuarantee.EXACTLY_ONCE) {
            return;
        }
        ReadableConfig configuration = request.configuration();
        if (interval(configuration).isZero() && !isBatch(configuration)) {
            request.options().problem(KafkaErrors.NO_CHECKPOINTS);
        }
        mapped.accept(
                PREFIX,
                prefix(
                        configuration.getOptional(PipelineOptions.NAME).orElse(""),
                        request.table().asSummaryString()
                                + '\n'
                                + request.options().text(KafkaOptions.TOPIC).orElse("")));
    }

    /** The same for each start of a job; of one length, so that none begins with another one. */
    static String prefix(String job, String table) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest((job + '\n' + table).getBytes(StandardCharsets.UTF_8));
            return "laminar-" + HexFormat.of().formatHex(digest, 0, PREFIX_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** As {@link #fit(Context, Function)}, with the broker that the table names. */
    static Context fit(Context table) {
        return fit(table, KafkaTransactions::askBroker);
    }

    private static Optional<Duration> askBroker(Map<String, String> options) {
        try {
            return BrokerLimits.longestTransaction(options);
        } catch (LinkageError e) {
            // The uber jar of the official connector has Kafka's classes under other names.
            LOG.warn("Without kafka-clients on the class path, no broker can be asked.", e);
            return Optional.empty();
        }
    }

    /** Without transactions, since the table is read. */
    static void check(TableRequest request, BiConsumer<String, String> mapped) {
        request.options().get(DELIVERY_GUARANTEE, DeliveryGuarantee.class);
    }

    /**
     * Gives the transactions as much time as the broker allows, up to an hour or what the
     * checkpoints need.
     *
     * @param maximum asks a broker, by the options of the official connector, for the longest time
     *     that it allows; nothing if it does not tell
     * @throws ValidationException if the checkpoints need more
     */
    static Context fit(Context table, Function<Map<String, String>, Optional<Duration>> maximum) {
        Map<String, String> options = table.getCatalogTable().getOptions();
        if (!DeliveryGuarantee.EXACTLY_ONCE.toString().equals(options.get(GUARANTEE))) {
            return table;
        }
        LOG.warn(
                "Table {} writes in transactions: its readers see rows before they are committed,"
                        + " unless they set 'isolation.level' = 'read_committed'.",
                table.getObjectIdentifier());
        Duration needed = needed(table.getConfiguration());
        Optional<Duration> allowed = maximum.apply(options);
        if (allowed.filter(most -> most.compareTo(needed) < 0).isPresent()) {
            throw new ValidationException(
                    KafkaErrors.checkpointsTooLong(needed, allowed.get().toMillis()));
        }
        Duration most = allowed.orElse(longer(USUAL_MAXIMUM, needed));
        Duration wished = longer(WISHED, needed);
        Map<String, String> fitted = new HashMap<>(options);
        String written = options.get(TIMEOUT);
        if (written == null) {
            Duration chosen = wished.compareTo(most) < 0 ? wished : most;
            fitted.put(TIMEOUT, Long.toString(chosen.toMillis()));
        } else {
            checkWritten(written, needed, most);
        }
        return new FactoryUtil.DefaultDynamicTableContext(
                table.getObjectIdentifier(),
                table.getCatalogTable().copy(fitted),
                table.getEnrichmentOptions(),
                table.getConfiguration(),
                table.getClassLoader(),
                table.isTemporary());
    }

    private static void checkWritten(String written, Duration needed, Duration most) {
        try {
            long millis = Long.parseLong(written.strip());
            if (millis >= needed.toMillis() && millis <= most.toMillis()) {
                return;
            }
        } catch (NumberFormatException e) {
            // The message says what it must be.
        }
        throw new ValidationException(
                KafkaErrors.badTransactionTimeout(written, needed.toMillis(), most.toMillis()));
    }

    /** A transaction is open from one barrier until the checkpoint of the next is complete. */
    private static Duration needed(ReadableConfig configuration) {
        return isBatch(configuration)
                ? Duration.ZERO
                : longer(
                                interval(configuration),
                                configuration.get(
                                        CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS))
                        .plus(configuration.get(CheckpointingOptions.CHECKPOINTING_TIMEOUT));
    }

    private static Duration interval(ReadableConfig configuration) {
        return configuration
                .getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                .orElse(Duration.ZERO);
    }

    private static boolean isBatch(ReadableConfig configuration) {
        return configuration.get(ExecutionOptions.RUNTIME_MODE) == RuntimeExecutionMode.BATCH;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
