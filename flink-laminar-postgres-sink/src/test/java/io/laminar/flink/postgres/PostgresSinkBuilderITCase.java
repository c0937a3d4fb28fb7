// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.postgres.option.CommitStrategy;
import io.laminar.flink.postgres.option.ErrorPolicy;
import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams of a class of one's own into a real server. */
class PostgresSinkBuilderITCase {

    /** An element as a job would have it. */
    public record Trade(long id, String symbol, double price, boolean isCancelled) {

        private static Trade of(long id, String symbol, double price) {
            return new Trade(id, symbol, price, false);
        }

        private RowData toRow() {
            return GenericRowData.ofKind(
                    isCancelled ? RowKind.DELETE : RowKind.INSERT,
                    id,
                    StringData.fromString(symbol),
                    price);
        }
    }

    private static final RowType ROW_TYPE =
            (RowType)
                    DataTypes.ROW(
                                    DataTypes.FIELD("id", DataTypes.BIGINT().notNull()),
                                    DataTypes.FIELD("symbol", DataTypes.VARCHAR(10)),
                                    DataTypes.FIELD("price", DataTypes.DOUBLE()))
                            .getLogicalType();

    private final PostgresServer server;
    private final StreamExecutionEnvironment flink;

    PostgresSinkBuilderITCase() throws IOException {
        server = PostgresServer.shared();
        Configuration configuration = new Configuration();
        configuration.setString("restart-strategy.type", "none");
        configuration.setString("execution.checkpointing.interval", "200 ms");
        flink = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        flink.setParallelism(1);
    }

    @BeforeEach
    void dropTable() throws SQLException {
        server.execute("DROP TABLE IF EXISTS trades");
    }

    private PostgresSink.Builder<Trade> builder() {
        return PostgresSink.builder(Trade::toRow)
                .setConnection(server.uri())
                .setTable("trades")
                .setRowType(ROW_TYPE);
    }

    private void write(PostgresSink.Builder<Trade> sink, Trade... trades) throws Exception {
        flink.fromData(trades).sinkTo(sink.build());
        flink.execute();
    }

    private List<Object> trades() throws SQLException {
        return List.copyOf(server.query("SELECT id, symbol, price FROM trades ORDER BY id, price"));
    }

    @Test
    void appendsToATableThatItCreates() throws Exception {
        write(
                builder().createTableIfMissing(),
                Trade.of(1, "A", 1.5),
                Trade.of(2, "B", 2.5),
                Trade.of(1, "A", 3));
        assertThat(trades())
                .containsExactly(
                        List.of(1L, "A", 1.5), List.of(1L, "A", 3.0), List.of(2L, "B", 2.5));
    }

    @Test
    void upsertsAndDeletesByTheKindThatTheConverterGives() throws Exception {
        write(
                builder().setPrimaryKey("id").createTableIfMissing(),
                Trade.of(1, "A", 1.5),
                Trade.of(2, "B", 2.5),
                new Trade(2, "", 0, true),
                Trade.of(1, "A", 3));
        assertThat(trades()).containsExactly(List.of(1L, "A", 3.0));
    }

    @Test
    void leavesWhatIsDeletedIfToldSo() throws Exception {
        write(
                builder().setPrimaryKey("id").setIgnoreDelete(true).createTableIfMissing(),
                Trade.of(2, "B", 2.5),
                new Trade(2, "", 0, true));
        assertThat(trades()).containsExactly(List.of(2L, "B", 2.5));
    }

    @ParameterizedTest
    @EnumSource
    void writesExactlyOnceUnderTheIdThatItIsGiven(CommitStrategy strategy) throws Exception {
        String sinkId = "my trades " + UUID.randomUUID();
        write(
                builder()
                        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                        .setCommitStrategy(strategy)
                        .setSinkId(sinkId)
                        .createTableIfMissing(),
                Trade.of(1, "A", 1.5),
                Trade.of(2, "B", 2.5));
        assertThat(trades()).containsExactly(List.of(1L, "A", 1.5), List.of(2L, "B", 2.5));
        assertThat(
                        server.query(
                                "SELECT run FROM laminar_sink_fence WHERE sink_id = '"
                                        + sinkId
                                        + "'"))
                .containsExactly(List.of(1L));
    }

    @Test
    void leavesOutWhatTheServerRefusesIfToldSo() throws Exception {
        write(
                builder().setOnError(ErrorPolicy.SKIP).createTableIfMissing(),
                Trade.of(1, "longer than ten", 1.5),
                Trade.of(2, "B", 2.5));
        assertThat(trades()).containsExactly(List.of(2L, "B", 2.5));
    }

    @Test
    void refusesAChangeWhereItAppendsAndDoesNotSkipIt() {
        assertThatThrownBy(
                        () ->
                                write(
                                        builder()
                                                .setOnError(ErrorPolicy.SKIP)
                                                .createTableIfMissing(),
                                        new Trade(1, "A", 1, true)))
                .satisfies(
                        e ->
                                assertThat(
                                                ExceptionUtils.findThrowableWithMessage(
                                                        e,
                                                        "The stream has changes (DELETE), but"
                                                                + " 'write_mode' = 'append' takes"
                                                                + " new rows only."
                                                                + " Set 'write_mode' = 'upsert'."))
                                        .isPresent());
    }
}
