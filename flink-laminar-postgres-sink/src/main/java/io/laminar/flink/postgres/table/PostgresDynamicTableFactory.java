// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static io.laminar.flink.postgres.table.PostgresConnectorOptions.ALL;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.AUTO_CREATE_TABLE;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.BATCH_SIZE;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.COMMIT_STRATEGY;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.DELIVERY_GUARANTEE;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.FLUSH_INTERVAL;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.IGNORE_DELETE;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.ON_ERROR;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.POOL_SIZE;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.PRIMARY_KEY;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.SCHEMA_EVOLUTION;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.SCHEMA_VALIDATION;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.SINK_ID;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.SINK_PARALLELISM;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.TABLE;
import static io.laminar.flink.postgres.table.PostgresConnectorOptions.WRITE_MODE;

import io.laminar.flink.postgres.catalog.PostgresConnection;
import io.laminar.flink.postgres.catalog.SchemaChanges;
import io.laminar.flink.postgres.option.CommitStrategy;
import io.laminar.flink.postgres.option.ErrorPolicy;
import io.laminar.flink.postgres.option.SchemaEvolution;
import io.laminar.flink.postgres.option.WriteMode;
import io.laminar.flink.postgres.sink.PostgresSinkConfig;
import io.laminar.flink.postgres.sink.PostgresSinkConfig.Committing;
import io.laminar.flink.postgres.sink.PostgresSinkConfig.Flushing;
import io.laminar.flink.postgres.sink.PostgresSinkConfig.Writing;
import io.laminar.flink.postgres.sink.SinkErrors;
import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.sdk.postgres.TableName;
import io.laminar.flink.sdk.retry.RetryOptions;
import io.laminar.flink.sdk.retry.RetryPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.FactoryUtil;
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
            options.problem(SinkErrors.NONE_NOT_OFFERED);
        }
        boolean isValidated = options.get(SCHEMA_VALIDATION);
        Optional<Integer> parallelism = options.find(SINK_PARALLELISM);
        if (parallelism.filter(subtasks -> subtasks < 1).isPresent()) {
            options.problem(SinkErrors.badParallelism(parallelism.get()));
        }
        RetryPolicy retry = RetryOptions.read(options);
        checkCommits(options, guarantee, retry, context.getConfiguration());
        Optional<PostgresSinkConfig> config =
                readConfig(
                        options,
                        retry,
                        (RowType) context.getPhysicalRowDataType().getLogicalType(),
                        context.getCatalogTable().getResolvedSchema());
        options.throwProblems();
        PostgresSinkConfig checked = config.orElseThrow();
        if (checked.connection().holdsLiteralSecret()) {
            LOG.warn(
                    "Table {} holds a password as plain text, which travels in the job graph."
                            + " '${env:NAME}' or '${file:/path}' in its place keeps it out.",
                    context.getObjectIdentifier());
        }
        if (isValidated) {
            PlanningCheck.run(checked, guarantee, parallelism);
        }
        return new PostgresDynamicTableSink(
                checked,
                guarantee,
                parallelism.orElse(null),
                hasCheckpoints(context.getConfiguration()));
    }

    private static Optional<PostgresSinkConfig> readConfig(
            OptionReader options, RetryPolicy retry, RowType rowType, ResolvedSchema schema) {
        if (!options.isWritten(TABLE)) {
            options.problem(SinkErrors.TABLE_NAME_MISSING);
        }
        Optional<TableName> table =
                options.find(TABLE)
                        .flatMap(name -> tryMaking(options, () -> TableName.parse(name)));
        Optional<PostgresConnection> connection = ConnectionReader.read(options);
        Optional<Writing> writing = tryMaking(options, () -> readWriting(options, schema));
        SchemaChanges schemaChanges =
                readSchemaChanges(options, schema, writing.map(Writing::key).orElse(List.of()));
        Optional<Flushing> flushing =
                tryMaking(
                        options,
                        () ->
                                new Flushing(
                                        options.get(BATCH_SIZE),
                                        options.get(FLUSH_INTERVAL),
                                        options.get(POOL_SIZE)));
        Optional<Committing> committing =
                tryMaking(
                        options,
                        () ->
                                new Committing(
                                        options.get(COMMIT_STRATEGY, CommitStrategy.class),
                                        options.find(SINK_ID).orElse(null)));
        ErrorPolicy onError = options.get(ON_ERROR, ErrorPolicy.class);
        if (table.isEmpty()
                || connection.isEmpty()
                || writing.isEmpty()
                || flushing.isEmpty()
                || committing.isEmpty()) {
            return Optional.empty();
        }
        return tryMaking(
                options,
                () ->
                        new PostgresSinkConfig(
                                connection.get(),
                                table.get(),
                                rowType,
                                schemaChanges,
                                writing.get(),
                                flushing.get(),
                                committing.get(),
                                retry,
                                onError));
    }

    private static <T> Optional<T> tryMaking(OptionReader options, Supplier<T> part) {
        try {
            return Optional.of(part.get());
        } catch (IllegalArgumentException e) {
            options.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Writing readWriting(OptionReader options, ResolvedSchema schema) {
        List<String> ddlKey =
                schema.getPrimaryKey().map(UniqueConstraint::getColumns).orElse(List.of());
        List<String> key =
                options.find(PRIMARY_KEY)
                        .map(text -> Arrays.stream(text.split(",", -1)).map(String::strip).toList())
                        .orElse(ddlKey);
        if (!ddlKey.isEmpty() && !Set.copyOf(key).equals(Set.copyOf(ddlKey))) {
            options.problem(SinkErrors.keysDiffer(key, ddlKey));
        }
        WriteMode mode =
                options.find(WRITE_MODE, WriteMode.class)
                        .orElse(key.isEmpty() ? WriteMode.APPEND : WriteMode.UPSERT);
        boolean isDdlKey = !options.isWritten(PRIMARY_KEY);
        return new Writing(
                mode,
                // Appending to a table that has a key is fine.
                mode == WriteMode.APPEND && isDdlKey ? List.of() : key,
                options.get(IGNORE_DELETE));
    }

    private static SchemaChanges readSchemaChanges(
            OptionReader options, ResolvedSchema schema, List<String> upsertKey) {
        return new SchemaChanges(
                options.get(AUTO_CREATE_TABLE),
                upsertKey.isEmpty()
                        ? schema.getPrimaryKey().map(UniqueConstraint::getColumns).orElse(List.of())
                        : upsertKey,
                options.get(SCHEMA_EVOLUTION, SchemaEvolution.class));
    }

    private static void checkCommits(
            OptionReader options,
            DeliveryGuarantee guarantee,
            RetryPolicy retry,
            ReadableConfig configuration) {
        if (guarantee == DeliveryGuarantee.EXACTLY_ONCE) {
            Duration retries = retry.maxTotalDelay();
            Duration timeout = configuration.get(CheckpointingOptions.CHECKPOINTING_TIMEOUT);
            if (retries.compareTo(timeout) >= 0) {
                options.problem(SinkErrors.retriesOutlastCheckpoint(retries, timeout));
            }
            return;
        }
        for (ConfigOption<?> option : List.of(COMMIT_STRATEGY, SINK_ID)) {
            if (options.isWritten(option)) {
                options.problem(SinkErrors.needsExactlyOnce(option.key()));
            }
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
