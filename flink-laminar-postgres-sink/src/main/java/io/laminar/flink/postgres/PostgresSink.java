// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres;

import io.laminar.flink.postgres.catalog.PostgresConnection;
import io.laminar.flink.postgres.catalog.SchemaChanges;
import io.laminar.flink.postgres.catalog.Timeouts;
import io.laminar.flink.postgres.catalog.TlsSettings;
import io.laminar.flink.postgres.option.CommitStrategy;
import io.laminar.flink.postgres.option.ErrorPolicy;
import io.laminar.flink.postgres.option.RowConverter;
import io.laminar.flink.postgres.option.SchemaEvolution;
import io.laminar.flink.postgres.option.WriteMode;
import io.laminar.flink.postgres.sink.AtLeastOnceSink;
import io.laminar.flink.postgres.sink.ExactlyOnceSink;
import io.laminar.flink.postgres.sink.PostgresSinkConfig;
import io.laminar.flink.postgres.sink.PostgresSinkConfig.Committing;
import io.laminar.flink.postgres.sink.PostgresSinkConfig.Flushing;
import io.laminar.flink.postgres.sink.PostgresSinkConfig.Writing;
import io.laminar.flink.postgres.sink.SinkErrors;
import io.laminar.flink.sdk.postgres.SslMode;
import io.laminar.flink.sdk.postgres.TableName;
import io.laminar.flink.sdk.retry.RetryOptions;
import io.laminar.flink.sdk.retry.RetryPolicy;
import io.laminar.flink.sdk.secret.SecretText;
import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/**
 * Appends rows to a table of PostgreSQL, or keeps one row a key there, by {@code COPY} in binary
 * form.
 *
 * <p>Guarantee: with {@link DeliveryGuarantee#AT_LEAST_ONCE} no row is lost, and after a failure
 * rows since the last checkpoint are written again; with {@link DeliveryGuarantee#EXACTLY_ONCE}
 * each row is in the table exactly once, whatever fails, and is visible when its checkpoint is
 * complete.
 *
 * <p>A sink that was built belongs at one place of one job.
 */
@PublicEvolving
public final class PostgresSink {

    public static final int DEFAULT_BATCH_SIZE = 10_000;
    public static final Duration DEFAULT_FLUSH_INTERVAL = Duration.ofSeconds(1);
    public static final int DEFAULT_POOL_SIZE = 2;

    private PostgresSink() {}

    /** Starts the description of a sink for rows. */
    public static Builder<RowData> builder() {
        return builder(row -> row);
    }

    /** Starts the description of a sink for elements of another type. */
    public static <T> Builder<T> builder(RowConverter<T> converter) {
        return new Builder<>(converter);
    }

    /** The sink of checked settings; the one place where SQL and the builder meet. */
    @Internal
    public static <T> Sink<T> of(
            PostgresSinkConfig config, RowConverter<T> converter, DeliveryGuarantee guarantee) {
        return switch (guarantee) {
            case AT_LEAST_ONCE -> new AtLeastOnceSink<>(config, converter);
            case EXACTLY_ONCE -> new ExactlyOnceSink<>(config, converter);
            case NONE -> throw new IllegalArgumentException(SinkErrors.NONE_NOT_OFFERED);
        };
    }

    /** Describes a sink; connection, table and row type have to be set. */
    @PublicEvolving
    public static final class Builder<T> {

        private final RowConverter<T> converter;
        private @Nullable String connection;
        private @Nullable String table;
        private @Nullable RowType rowType;
        private @Nullable WriteMode writeMode;
        private List<String> primaryKey = List.of();
        private boolean ignoresDeletes;
        private boolean isTableCreated;
        private SchemaEvolution schemaEvolution = SchemaEvolution.NONE;
        private int batchSize = DEFAULT_BATCH_SIZE;
        private Duration flushInterval = DEFAULT_FLUSH_INTERVAL;
        private int poolSize = DEFAULT_POOL_SIZE;
        private @Nullable SslMode sslMode;
        private @Nullable String sslRootCert;
        private @Nullable String sslCert;
        private @Nullable String sslKey;
        private @Nullable Duration connectTimeout;
        private Duration statementTimeout = Timeouts.DEFAULT_STATEMENT;
        private DeliveryGuarantee guarantee = DeliveryGuarantee.AT_LEAST_ONCE;
        private CommitStrategy strategy = CommitStrategy.AUTO;
        private @Nullable String sinkId;
        private RetryPolicy retry = RetryOptions.DEFAULT;
        private ErrorPolicy onError = ErrorPolicy.FAIL;

        private Builder(RowConverter<T> converter) {
            this.converter = converter;
        }

        /**
         * A URI, {@code postgresql://user:password@host:5432/db}, or libpq's keywords; may hold
         * {@code ${env:NAME}} and {@code ${file:/path}}, which are resolved where the connection is
         * opened.
         */
        public Builder<T> setConnection(String connection) {
            this.connection = connection;
            return this;
        }

        /** {@link SslMode#PREFER} by default. */
        public Builder<T> setSslMode(SslMode sslMode) {
            this.sslMode = sslMode;
            return this;
        }

        /**
         * A PEM file with the certificates of the authorities to trust, on every task manager;
         * those of the JVM by default.
         */
        public Builder<T> setSslRootCert(String file) {
            this.sslRootCert = file;
            return this;
        }

        /**
         * The client's certificate, for servers that ask for one, and its private key: files on
         * every task manager, the key in the form PKCS #8 without a password.
         */
        public Builder<T> setSslCert(String certificateFile, String keyFile) {
            this.sslCert = certificateFile;
            this.sslKey = keyFile;
            return this;
        }

        /** Time for each answer until a session is open, zero for ever; ten seconds by default. */
        public Builder<T> setConnectTimeout(Duration timeout) {
            this.connectTimeout = timeout;
            return this;
        }

        /**
         * Time after which the server cancels a statement, zero for never; one minute by default.
         */
        public Builder<T> setStatementTimeout(Duration timeout) {
            this.statementTimeout = timeout;
            return this;
        }

        /** {@code table} or {@code schema.table}; names with capitals in double quotes. */
        public Builder<T> setTable(String table) {
            this.table = table;
            return this;
        }

        /** The type of the rows; its field names are the columns that are written. */
        public Builder<T> setRowType(RowType rowType) {
            this.rowType = rowType;
            return this;
        }

        /** Append by default, or upsert if a key is set. */
        public Builder<T> setWriteMode(WriteMode mode) {
            this.writeMode = mode;
            return this;
        }

        /** The columns by which upsert matches rows; the table needs a unique index on them. */
        public Builder<T> setPrimaryKey(String... columns) {
            this.primaryKey = List.of(columns);
            return this;
        }

        /** Whether upsert leaves a row in the table that was deleted; false by default. */
        public Builder<T> setIgnoreDelete(boolean ignoreDelete) {
            this.ignoresDeletes = ignoreDelete;
            return this;
        }

        /** At least once by default. */
        public Builder<T> setDeliveryGuarantee(DeliveryGuarantee guarantee) {
            this.guarantee = guarantee;
            return this;
        }

        /** How rows become visible exactly once; chosen by mode and server by default. */
        public Builder<T> setCommitStrategy(CommitStrategy strategy) {
            this.strategy = strategy;
            return this;
        }

        /** Rows after which a batch goes to the server; 10,000 by default. */
        public Builder<T> setBatchSize(int rows) {
            this.batchSize = rows;
            return this;
        }

        /** Time after which a batch goes to the server, zero for never; one second by default. */
        public Builder<T> setFlushInterval(Duration interval) {
            this.flushInterval = interval;
            return this;
        }

        /** Sessions of a subtask, each with a batch on its way; two by default. */
        public Builder<T> setPoolSize(int sessions) {
            this.poolSize = sessions;
            return this;
        }

        /**
         * How often something is tried that fails for a reason that passes, and the delays in
         * between, which double from the first to the longest; 5, 100 ms and 10 s by default.
         *
         * @throws IllegalArgumentException if one of them is not possible
         */
        public Builder<T> setRetry(int maxAttempts, Duration initialDelay, Duration maxDelay) {
            this.retry = RetryPolicy.of(maxAttempts, initialDelay, maxDelay);
            return this;
        }

        /** What becomes of a row that the server refuses; the job fails by default. */
        public Builder<T> setOnError(ErrorPolicy policy) {
            this.onError = policy;
            return this;
        }

        /**
         * Names an exactly-once sink on the server, the same after every restart and different from
         * every other running sink; made of the names of job and table by default.
         */
        public Builder<T> setSinkId(String sinkId) {
            this.sinkId = sinkId;
            return this;
        }

        /** Creates the table from the row type, primary key included, if it is missing. */
        public Builder<T> createTableIfMissing() {
            this.isTableCreated = true;
            return this;
        }

        /** {@link SchemaEvolution#NONE} by default. */
        public Builder<T> setSchemaEvolution(SchemaEvolution evolution) {
            this.schemaEvolution = evolution;
            return this;
        }

        /**
         * Checks all settings.
         *
         * @throws IllegalArgumentException if one is missing or wrong
         */
        public Sink<T> build() {
            if (table == null) {
                throw new IllegalArgumentException(SinkErrors.TABLE_NAME_MISSING);
            }
            if (rowType == null) {
                throw new IllegalArgumentException(SinkErrors.ROW_TYPE_MISSING);
            }
            if (guarantee != DeliveryGuarantee.EXACTLY_ONCE) {
                if (strategy != CommitStrategy.AUTO) {
                    throw new IllegalArgumentException(
                            SinkErrors.needsExactlyOnce("commit.strategy"));
                }
                if (sinkId != null) {
                    throw new IllegalArgumentException(SinkErrors.needsExactlyOnce("sink.id"));
                }
            }
            WriteMode mode = writeMode;
            if (mode == null) {
                mode = primaryKey.isEmpty() ? WriteMode.APPEND : WriteMode.UPSERT;
            }
            return of(
                    new PostgresSinkConfig(
                            new PostgresConnection(
                                    connection == null ? null : SecretText.of(connection),
                                    null,
                                    PostgresConnection.DEFAULT_PORT,
                                    null,
                                    null,
                                    null,
                                    new TlsSettings(sslMode, sslRootCert, sslCert, sslKey),
                                    new Timeouts(connectTimeout, statementTimeout)),
                            TableName.parse(table),
                            rowType,
                            new SchemaChanges(isTableCreated, primaryKey, schemaEvolution),
                            new Writing(mode, primaryKey, ignoresDeletes),
                            new Flushing(batchSize, flushInterval, poolSize),
                            new Committing(strategy, sinkId),
                            retry,
                            onError),
                    converter,
                    guarantee);
        }
    }
}
