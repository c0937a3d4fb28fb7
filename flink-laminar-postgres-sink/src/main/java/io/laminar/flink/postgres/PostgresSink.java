// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres;

import io.laminar.flink.postgres.catalog.PostgresConnection;
import io.laminar.flink.postgres.catalog.TableName;
import io.laminar.flink.postgres.error.PostgresErrors;
import io.laminar.flink.postgres.sink.AtLeastOnceSink;
import io.laminar.flink.postgres.sink.PostgresSinkConfig;
import io.laminar.flink.postgres.sink.TwoPhaseSink;
import io.laminar.flink.sdk.secret.SecretText;
import java.time.Duration;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/**
 * Appends rows to a table of PostgreSQL by {@code COPY} in binary form.
 *
 * <p>Guarantee: with {@link DeliveryGuarantee#AT_LEAST_ONCE} no row is lost, and after a failure
 * rows since the last checkpoint are written again; with {@link DeliveryGuarantee#EXACTLY_ONCE}
 * each row is in the table exactly once, whatever fails, and is visible when its checkpoint is
 * complete (the server needs {@code max_prepared_transactions} &gt; 0).
 *
 * <p>A sink that was built belongs at one place of one job.
 */
@PublicEvolving
public final class PostgresSink {

    public static final int DEFAULT_BATCH_SIZE = 10_000;
    public static final Duration DEFAULT_FLUSH_INTERVAL = Duration.ofSeconds(1);

    private PostgresSink() {}

    /** Starts the description of a sink. */
    public static Builder builder() {
        return new Builder();
    }

    /** The sink of checked settings; the one place where SQL and the builder meet. */
    @Internal
    public static Sink<RowData> of(PostgresSinkConfig config, DeliveryGuarantee guarantee) {
        return switch (guarantee) {
            case AT_LEAST_ONCE -> new AtLeastOnceSink(config);
            case EXACTLY_ONCE -> new TwoPhaseSink(config);
            case NONE -> throw new IllegalArgumentException(PostgresErrors.NONE_NOT_OFFERED);
        };
    }

    /** Describes a sink; connection, table and row type have to be set. */
    @PublicEvolving
    public static final class Builder {

        private @Nullable String connection;
        private @Nullable String table;
        private @Nullable RowType rowType;
        private @Nullable String sinkId;
        private int batchSize = DEFAULT_BATCH_SIZE;
        private Duration flushInterval = DEFAULT_FLUSH_INTERVAL;
        private DeliveryGuarantee guarantee = DeliveryGuarantee.AT_LEAST_ONCE;

        private Builder() {}

        /**
         * A URI, {@code postgresql://user:password@host:5432/db}, or libpq's keywords; may hold
         * {@code ${env:NAME}} and {@code ${file:/path}}, which are resolved where the connection is
         * opened.
         */
        public Builder setConnection(String connection) {
            this.connection = connection;
            return this;
        }

        /** {@code table} or {@code schema.table}; names with capitals in double quotes. */
        public Builder setTable(String table) {
            this.table = table;
            return this;
        }

        /** The type of the rows; its field names are the columns that are written. */
        public Builder setRowType(RowType rowType) {
            this.rowType = rowType;
            return this;
        }

        /** At least once by default. */
        public Builder setDeliveryGuarantee(DeliveryGuarantee guarantee) {
            this.guarantee = guarantee;
            return this;
        }

        /** Rows after which a COPY ends; 10,000 by default. */
        public Builder setBatchSize(int rows) {
            this.batchSize = rows;
            return this;
        }

        /** Time after which a COPY ends, zero for never; one second by default. */
        public Builder setFlushInterval(Duration interval) {
            this.flushInterval = interval;
            return this;
        }

        /**
         * Names an exactly-once sink on the server, the same after every restart and different from
         * every other running sink; made of the names of job and table by default.
         */
        public Builder setSinkId(String sinkId) {
            this.sinkId = sinkId;
            return this;
        }

        /**
         * Checks all settings.
         *
         * @throws IllegalArgumentException if one is missing or wrong
         */
        public Sink<RowData> build() {
            if (table == null) {
                throw new IllegalArgumentException(PostgresErrors.TABLE_NAME_MISSING);
            }
            if (rowType == null) {
                throw new IllegalArgumentException(PostgresErrors.ROW_TYPE_MISSING);
            }
            return of(
                    new PostgresSinkConfig(
                            new PostgresConnection(
                                    connection == null ? null : SecretText.of(connection),
                                    null,
                                    PostgresConnection.DEFAULT_PORT,
                                    null,
                                    null,
                                    null),
                            TableName.parse(table),
                            rowType,
                            batchSize,
                            flushInterval,
                            sinkId),
                    guarantee);
        }
    }
}
