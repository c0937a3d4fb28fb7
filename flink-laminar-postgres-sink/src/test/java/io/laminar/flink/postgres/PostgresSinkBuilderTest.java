// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.postgres.option.CommitStrategy;
import io.laminar.flink.postgres.option.ErrorPolicy;
import io.laminar.flink.postgres.option.SchemaEvolution;
import io.laminar.flink.postgres.option.WriteMode;
import io.laminar.flink.postgres.sink.AtLeastOnceSink;
import io.laminar.flink.postgres.sink.ExactlyOnceSink;
import io.laminar.flink.postgres.sink.PostgresSinkConfig;
import io.laminar.flink.sdk.postgres.SslMode;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.runtime.connector.sink.SinkRuntimeProviderContext;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The builder's settings, and that the options of a table in Flink SQL mean the same. */
class PostgresSinkBuilderTest {

    private static final ResolvedSchema SCHEMA =
            ResolvedSchema.of(
                    Column.physical("id", DataTypes.INT()),
                    Column.physical("v", DataTypes.STRING()));

    /**
     * One method of the builder.
     *
     * @param set calls it, and others that it needs
     * @param options of a table that has the same settings
     */
    record Setting(
            String method,
            Consumer<PostgresSink.Builder<RowData>> set,
            Map<String, String> options) {
        @Override
        public String toString() {
            return method + " is " + options;
        }
    }

    static final List<Setting> SETTINGS =
            List.of(
                    new Setting(
                            "setConnection",
                            sink -> sink.setConnection("host=other user=u dbname=d"),
                            Map.of("connection", "host=other user=u dbname=d")),
                    new Setting(
                            "setTable",
                            sink -> sink.setTable("s.\"T\""),
                            Map.of("table", "s.\"T\"")),
                    new Setting(
                            "setPrimaryKey",
                            sink -> sink.setPrimaryKey("v", "id"),
                            Map.of("primary_key", "v, id")),
                    new Setting(
                            "setWriteMode",
                            sink -> sink.setPrimaryKey("id").setWriteMode(WriteMode.UPSERT),
                            Map.of("primary_key", "id", "write_mode", "upsert")),
                    new Setting(
                            "setIgnoreDelete",
                            sink -> sink.setPrimaryKey("id").setIgnoreDelete(true),
                            Map.of("primary_key", "id", "ignore_delete", "true")),
                    new Setting(
                            "createTableIfMissing",
                            PostgresSink.Builder::createTableIfMissing,
                            Map.of("auto_create_table", "true")),
                    new Setting(
                            "setSchemaEvolution",
                            sink -> sink.setSchemaEvolution(SchemaEvolution.ADD_COLUMNS),
                            Map.of("schema.evolution", "add_columns")),
                    new Setting(
                            "setBatchSize",
                            sink -> sink.setBatchSize(7),
                            Map.of("batch_size", "7")),
                    new Setting(
                            "setFlushInterval",
                            sink -> sink.setFlushInterval(Duration.ofSeconds(3)),
                            Map.of("flush.interval", "3 s")),
                    new Setting(
                            "setPoolSize", sink -> sink.setPoolSize(5), Map.of("pool_size", "5")),
                    new Setting(
                            "setSslMode",
                            sink -> sink.setSslMode(SslMode.REQUIRE),
                            Map.of("ssl.mode", "require")),
                    new Setting(
                            "setSslRootCert",
                            sink -> sink.setSslMode(SslMode.VERIFY_CA).setSslRootCert("ca.pem"),
                            Map.of("ssl.mode", "verify-ca", "ssl.root.cert", "ca.pem")),
                    new Setting(
                            "setSslCert",
                            sink -> sink.setSslCert("c.pem", "c.key"),
                            Map.of("ssl.cert", "c.pem", "ssl.key", "c.key")),
                    new Setting(
                            "setConnectTimeout",
                            sink -> sink.setConnectTimeout(Duration.ofSeconds(4)),
                            Map.of("connect_timeout", "4 s")),
                    new Setting(
                            "setStatementTimeout",
                            sink -> sink.setStatementTimeout(Duration.ZERO),
                            Map.of("statement_timeout", "0 s")),
                    new Setting(
                            "setDeliveryGuarantee",
                            sink -> sink.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE),
                            Map.of("delivery.guarantee", "exactly-once")),
                    new Setting(
                            "setCommitStrategy",
                            sink ->
                                    sink.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                                            .setCommitStrategy(CommitStrategy.CO_TRANSACTIONAL),
                            Map.of(
                                    "delivery.guarantee",
                                    "exactly-once",
                                    "commit.strategy",
                                    "co-transactional")),
                    new Setting(
                            "setSinkId",
                            sink ->
                                    sink.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                                            .setSinkId("mine"),
                            Map.of("delivery.guarantee", "exactly-once", "sink.id", "mine")),
                    new Setting(
                            "setRetry",
                            sink -> sink.setRetry(9, Duration.ofMillis(2), Duration.ofMillis(3)),
                            Map.of(
                                    "retry.max_attempts",
                                    "9",
                                    "retry.initial_delay",
                                    "2 ms",
                                    "retry.max_delay",
                                    "3 ms")),
                    new Setting(
                            "setOnError",
                            sink -> sink.setOnError(ErrorPolicy.SKIP),
                            Map.of("on_error", "skip")));

    private static PostgresSink.Builder<RowData> builder() {
        return PostgresSink.builder()
                .setConnection("postgresql://u@h/d")
                .setTable("t")
                .setRowType(rowType());
    }

    private static RowType rowType() {
        return (RowType) SCHEMA.toPhysicalRowDataType().getLogicalType();
    }

    private static Sink<RowData> sqlSink(Map<String, String> more) {
        Map<String, String> options = new HashMap<>();
        options.put("connector", "laminar-postgres");
        options.put("connection", "postgresql://u@h/d");
        options.put("table", "t");
        options.put("schema.validation", "false");
        options.putAll(more);
        CatalogTable table =
                CatalogTable.newBuilder()
                        .schema(Schema.newBuilder().fromResolvedSchema(SCHEMA).build())
                        .options(options)
                        .build();
        return ((SinkV2Provider)
                        FactoryUtil.createDynamicTableSink(
                                        null,
                                        ObjectIdentifier.of("c", "d", "t"),
                                        new ResolvedCatalogTable(table, SCHEMA),
                                        Map.of(),
                                        new Configuration(),
                                        PostgresSinkBuilderTest.class.getClassLoader(),
                                        /* isTemporary= */ false)
                                .getSinkRuntimeProvider(
                                        new SinkRuntimeProviderContext(/* isBounded= */ true)))
                .createSink();
    }

    /** All that tells two sinks apart. */
    private record Meaning(DeliveryGuarantee guarantee, PostgresSinkConfig config) {

        private static Meaning of(Sink<RowData> sink) {
            return sink instanceof ExactlyOnceSink<RowData> exactlyOnce
                    ? new Meaning(DeliveryGuarantee.EXACTLY_ONCE, exactlyOnce.config())
                    : new Meaning(
                            DeliveryGuarantee.AT_LEAST_ONCE,
                            ((AtLeastOnceSink<RowData>) sink).config());
        }
    }

    @Test
    void hasTheDefaultsOfTheOptions() {
        assertThat(Meaning.of(builder().build())).isEqualTo(Meaning.of(sqlSink(Map.of())));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("SETTINGS")
    void meansTheSameAsTheOptionAndSomethingElseThanItsAbsence(Setting setting) {
        PostgresSink.Builder<RowData> builder = builder();
        setting.set().accept(builder);
        assertThat(Meaning.of(builder.build()))
                .isEqualTo(Meaning.of(sqlSink(setting.options())))
                .isNotEqualTo(Meaning.of(builder().build()));
    }

    @Test
    void allMethodsAreAmongTheSettings() {
        Set<String> methods =
                Arrays.stream(PostgresSink.Builder.class.getDeclaredMethods())
                        .filter(method -> method.getReturnType() == PostgresSink.Builder.class)
                        .map(Method::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
        // The table's columns are the rows' type.
        methods.remove("setRowType");
        assertThat(SETTINGS)
                .extracting(Setting::method)
                .containsExactlyInAnyOrderElementsOf(methods);
    }

    /** A setting that is refused, and what is said about it. */
    record Refused(String name, Consumer<PostgresSink.Builder<RowData>> set, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Refused> REFUSED =
            List.of(
                    new Refused(
                            "upsert without a key",
                            sink -> sink.setWriteMode(WriteMode.UPSERT),
                            "'write_mode' = 'upsert' has no key to match rows by. Declare PRIMARY"
                                    + " KEY (…) NOT ENFORCED, set 'primary_key', or set"
                                    + " 'write_mode' = 'append'."),
                    new Refused(
                            "append with a key",
                            sink -> sink.setWriteMode(WriteMode.APPEND).setPrimaryKey("id"),
                            "'primary_key' has no meaning with 'write_mode' = 'append'. Leave it"
                                    + " out, or set 'write_mode' = 'upsert'."),
                    new Refused(
                            "append that ignores deletes",
                            sink -> sink.setIgnoreDelete(true),
                            "'ignore_delete' = 'true' has no meaning with 'write_mode' = 'append',"
                                    + " which takes no deletions. Leave it out, or set 'write_mode'"
                                    + " = 'upsert'."),
                    new Refused(
                            "a key that is no column",
                            sink -> sink.setPrimaryKey("idd"),
                            "'primary_key' names 'idd', which is no column. Did you mean 'id'?"),
                    new Refused(
                            "a key column twice",
                            sink -> sink.setPrimaryKey("id", "id"),
                            "'primary_key' names a column twice: id, id."),
                    new Refused(
                            "two-phase upsert",
                            sink ->
                                    sink.setPrimaryKey("id")
                                            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                                            .setCommitStrategy(CommitStrategy.TWO_PHASE),
                            "'commit.strategy' = 'two-phase' can't upsert: a row would wait for the"
                                    + " lock of the epoch before, which only its own task could"
                                    + " release. Set 'co-transactional' or 'auto', or 'write_mode'"
                                    + " = 'append'."),
                    new Refused(
                            "a strategy without exactly-once",
                            sink -> sink.setCommitStrategy(CommitStrategy.TWO_PHASE),
                            "'commit.strategy' has no meaning without 'delivery.guarantee' ="
                                    + " 'exactly-once'. Set that, or leave it out."),
                    new Refused(
                            "an id without exactly-once",
                            sink -> sink.setSinkId("mine"),
                            "'sink.id' has no meaning without 'delivery.guarantee' ="
                                    + " 'exactly-once'. Set that, or leave it out."),
                    new Refused(
                            "no guarantee",
                            sink -> sink.setDeliveryGuarantee(DeliveryGuarantee.NONE),
                            "'delivery.guarantee' = 'none' is not offered: 'at-least-once' costs no"
                                    + " more. Set that, or 'exactly-once'."),
                    new Refused(
                            "no rows a batch",
                            sink -> sink.setBatchSize(0),
                            "'batch_size' is 0, but must be 1 to 1000000."),
                    new Refused(
                            "no sessions",
                            sink -> sink.setPoolSize(0),
                            "'pool_size' is 0, but must be 1 to 64."),
                    new Refused(
                            "a negative interval",
                            sink -> sink.setFlushInterval(Duration.ofSeconds(-1)),
                            "'flush.interval' is PT-1S, but must be 0 (no such time) to 36500 days."),
                    new Refused(
                            "no attempts",
                            sink -> sink.setRetry(0, Duration.ofMillis(1), Duration.ofMillis(1)),
                            "'retry.max_attempts' is 0, but must be at least 1."),
                    new Refused(
                            "no delay",
                            sink -> sink.setRetry(1, Duration.ZERO, Duration.ofMillis(1)),
                            "'retry.initial_delay' is PT0S and 'retry.max_delay' is PT0.001S, but"
                                    + " the first must be at least 1 ms, and the second not below"
                                    + " the first."),
                    new Refused(
                            "a negative time-out",
                            sink -> sink.setConnectTimeout(Duration.ofSeconds(-1)),
                            "'connect_timeout' is PT-1S, but must be between 0 (no limit) and 24"
                                    + " days."),
                    new Refused(
                            "a blank id",
                            sink ->
                                    sink.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                                            .setSinkId(" "),
                            "'sink.id' must not be blank."),
                    new Refused(
                            "a root certificate that is not used",
                            sink -> sink.setSslRootCert("ca.pem"),
                            "'ssl.root.cert' is set, but 'ssl.mode' = 'prefer' checks no"
                                    + " certificate. Set 'ssl.mode' = 'verify-full' ('verify-ca'"
                                    + " leaves the host name unchecked)."),
                    new Refused(
                            "a name that is none",
                            sink -> sink.setTable("a.b.c"),
                            "'table' is 'a.b.c', but must be 'table' or 'schema.table', with names"
                                    + " that hold other characters in double quotes."),
                    new Refused(
                            "rows without columns",
                            sink -> sink.setRowType(RowType.of()),
                            "The rows have 0 columns, but PostgreSQL takes 1 to 1600."));

    @ParameterizedTest(name = "{0}")
    @FieldSource("REFUSED")
    void refuses(Refused refused) {
        assertThatThrownBy(
                        () -> {
                            PostgresSink.Builder<RowData> builder = builder();
                            refused.set().accept(builder);
                            builder.build();
                        })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(refused.message());
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> PostgresSink.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'table' is missing: set it to the table that rows are written to, such as"
                                + " 'public.trades'.");
        assertThatThrownBy(() -> PostgresSink.builder().setTable("t").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The row type is missing: call setRowType(…) with the type of the rows.");
        assertThatThrownBy(() -> PostgresSink.builder().setTable("t").setRowType(rowType()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Say where the server is: set 'connection' ="
                                + " 'postgresql://user:password@host:5432/db', or 'hostname' with"
                                + " 'database', 'username' and 'password', but not both.");
    }
}
