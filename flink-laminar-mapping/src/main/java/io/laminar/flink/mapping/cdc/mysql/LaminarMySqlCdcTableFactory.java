// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import io.laminar.flink.mapping.OptionMapping;
import io.laminar.flink.mapping.cdc.ParallelScan;
import io.laminar.flink.sdk.schema.SchemaDetector;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code 'connector' = 'laminar-mysql-cdc'}: the changes of one table of MySQL or MariaDB, read by
 * the official connector {@code mysql-cdc}.
 *
 * <p>The server is asked at planning time whether it can be done, if it can be reached from there.
 */
@Internal
public final class LaminarMySqlCdcTableFactory
        implements DynamicTableSourceFactory, SchemaDetector {

    static final String IDENTIFIER = "laminar-mysql-cdc";

    private static final Logger LOG = LoggerFactory.getLogger(LaminarMySqlCdcTableFactory.class);

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    /** None: what is missing is told together with all else that is wrong. */
    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return new HashSet<>(MySqlCdcMapping.RULES.options());
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        OptionMapping.Mapped<DynamicTableSourceFactory> mapped =
                MySqlCdcMapping.RULES.map(context, DynamicTableSourceFactory.class);
        Map<String, String> options =
                new HashMap<>(mapped.context().getCatalogTable().getOptions());
        options.putAll(check(MySqlTarget.of(options), context));
        DynamicTableSource source =
                mapped.factory()
                        .createDynamicTableSource(
                                new FactoryUtil.DefaultDynamicTableContext(
                                        context.getObjectIdentifier(),
                                        context.getCatalogTable().copy(options),
                                        context.getEnrichmentOptions(),
                                        context.getConfiguration(),
                                        context.getClassLoader(),
                                        context.isTemporary()));
        return Configuration.fromMap(context.getCatalogTable().getOptions())
                .getOptional(FactoryUtil.SOURCE_PARALLELISM)
                .map(parallelism -> ParallelScan.of(source, parallelism))
                .orElse(source);
    }

    private static Map<String, String> check(MySqlTarget target, Context context) {
        try (Connection connection = target.connect(context.getClassLoader())) {
            return new MySqlCheck(connection, target)
                    .run(context.getCatalogTable().getResolvedSchema());
        } catch (SQLException e) {
            if (MySqlCdcErrors.isLogin(e)) {
                throw new ValidationException(MySqlCdcErrors.loginRefused(target, e), e);
            }
            if (!MySqlCdcErrors.isUnreachable(e)) {
                throw new ValidationException(MySqlCdcErrors.checkFailed(target, e), e);
            }
            LOG.warn(
                    "Table {}: {} is not checked before the job starts, since it can't be reached"
                            + " from here: {}",
                    context.getObjectIdentifier(),
                    target,
                    e.getMessage());
            return Map.of();
        }
    }

    @Override
    public ResolvedSchema detectSchema(Request request) {
        ResolvedSchema none = ResolvedSchema.of();
        MySqlTarget target =
                MySqlTarget.of(
                        MySqlCdcMapping.RULES
                                .map(
                                        new FactoryUtil.DefaultDynamicTableContext(
                                                request.table(),
                                                new ResolvedCatalogTable(
                                                        CatalogTable.newBuilder()
                                                                .schema(Schema.newBuilder().build())
                                                                .options(request.options())
                                                                .build(),
                                                        none),
                                                Map.of(),
                                                request.configuration(),
                                                request.classLoader(),
                                                /* isTemporary= */ false),
                                        DynamicTableSourceFactory.class)
                                .context()
                                .getCatalogTable()
                                .getOptions());
        try (Connection connection = target.connect(request.classLoader())) {
            return new MySqlCheck(connection, target).detect();
        } catch (SQLException e) {
            throw new ValidationException(MySqlCdcErrors.noSchema(target, e), e);
        }
    }
}
