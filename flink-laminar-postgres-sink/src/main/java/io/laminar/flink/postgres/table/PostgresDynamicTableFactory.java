// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static io.laminar.flink.postgres.table.PostgresConnectorOptions.ALL;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.BATCH_SIZE;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.CONNECTION;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.DATABASE;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.DELIVERY_GUARANTEE;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.FLUSH_INTERVAL;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.HOSTNAME;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.PASSWORD;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.PORT;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.SCHEMA_VALIDATION;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.SINK_ID;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.TABLE;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.USERNAME;

import io.laminar.flink.postgres.catalog.PostgresConnection;
import io.laminar.flink.postgres.catalog.TableName;
import io.laminar.flink.postgres.error.PostgresErrors;
import io.laminar.flink.postgres.sink.PostgresSinkConfig;
import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.sdk.secret.SecretText;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sinks of {@code 'connector' = 'laminar-postgres'}. */
@Internal
public final class PostgresDynamicTableFactory implements DynamicTableSinkFactory {

    public static final String IDENTIFIER = "laminar-postgres";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresDynamicTableFactory.class);

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    /** None: {@link OptionReader} reports what is missing in our words, all together. */
    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return new HashSet<>(ALL);
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        OptionReader options = new OptionReader(IDENTIFIER, context.getCatalogTable().getOptions());
        Set<ConfigOption<?>> known = optionalOptions();
        known.add(FactoryUtil.CONNECTOR);
        known.add(FactoryUtil.PROPERTY_VERSION);
        options.checkKeys(known, Set.of());

        DeliveryGuarantee guarantee = options.get(DELIVERY_GUARANTEE, DeliveryGuarantee.class);
        if (guarantee == DeliveryGuarantee.NONE) {
            options.problem(PostgresErrors.NONE_NOT_OFFERED);
        }
        boolean isValidated = options.get(SCHEMA_VALIDATION);
        DataType rowType = context.getPhysicalRowDataType();
        Optional<PostgresSinkConfig> config =
                readConfig(options, (RowType) rowType.getLogicalType());
        options.throwProblems();
        PostgresSinkConfig checked = config.orElseThrow();
        if (checked.connection().holdsLiteralSecret()) {
            LOG.warn(
                    "Table {} holds a password as plain text, which travels in the job graph."
                            + " '${env:NAME}' or '${file:/path}' in its place keeps it out.",
                    context.getObjectIdentifier());
        }
        if (isValidated) {
            PlanningCheck.run(checked, guarantee);
        }
        return new PostgresDynamicTableSink(
                checked, guarantee, hasCheckpoints(context.getConfiguration()));
    }

    private static Optional<PostgresSinkConfig> readConfig(OptionReader options, RowType rowType) {
        Optional<String> table = options.find(TABLE);
        if (table.isEmpty()) {
            options.problem(PostgresErrors.TABLE_NAME_MISSING);
        }
        Optional<PostgresConnection> connection = readConnection(options);
        int batchSize = options.get(BATCH_SIZE);
        var flushInterval = options.get(FLUSH_INTERVAL);
        Optional<String> sinkId = options.find(SINK_ID);
        if (table.isEmpty() || connection.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new PostgresSinkConfig(
                            connection.get(),
                            TableName.parse(table.get()),
                            rowType,
                            batchSize,
                            flushInterval,
                            sinkId.orElse(null)));
        } catch (IllegalArgumentException e) {
            options.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<PostgresConnection> readConnection(OptionReader options) {
        if (options.isWritten(CONNECTION)) {
            for (ConfigOption<?> part : Set.of(HOSTNAME, PORT, DATABASE, USERNAME, PASSWORD)) {
                if (options.isWritten(part)) {
                    options.problem(PostgresErrors.partWrittenTwice(part.key()));
                }
            }
        }
        int port = options.get(PORT);
        try {
            return Optional.of(
                    new PostgresConnection(
                            options.find(CONNECTION).map(SecretText::of).orElse(null),
                            options.isWritten(CONNECTION)
                                    ? null
                                    : options.find(HOSTNAME).orElse(null),
                            port,
                            options.find(DATABASE).orElse(null),
                            options.find(USERNAME).orElse(null),
                            options.find(PASSWORD).map(SecretText::of).orElse(null)));
        } catch (IllegalArgumentException e) {
            options.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** A bounded job in batch mode commits at its end, without checkpoints. */
    private static boolean hasCheckpoints(ReadableConfig configuration) {
        boolean isPeriodic =
                configuration
                        .getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                        .filter(interval -> !interval.isZero())
                        .isPresent();
        return isPeriodic
                || configuration.get(ExecutionOptions.RUNTIME_MODE) == RuntimeExecutionMode.BATCH;
    }
}
