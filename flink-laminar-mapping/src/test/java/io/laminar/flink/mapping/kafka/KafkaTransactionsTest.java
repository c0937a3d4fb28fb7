// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.DynamicTableFactory.Context;
import org.junit.jupiter.api.Test;

class KafkaTransactionsTest {

    private static final Duration QUARTER = Duration.ofMinutes(15);

    private final Configuration configuration = new Configuration();

    KafkaTransactionsTest() {
        configuration.setString("execution.checkpointing.interval", "10 s");
        configuration.setString("execution.checkpointing.timeout", "5 min");
    }

    @Test
    void namesTransactionsAlikeInEachRun() {
        assertThat(prefix("totals")).startsWith("laminar-").isEqualTo(prefix("totals"));
    }

    @Test
    void namesTransactionsOfTwoTablesAndTwoJobsApart() {
        String ofNoJob = prefix("totals");
        configuration.setString("pipeline.name", "other");

        assertThat(prefix("totals")).isNotEqualTo(ofNoJob).isNotEqualTo(prefix("counts"));
        assertThat(prefix("totals")).hasSameSizeAs(prefix("counts"));
    }

    @Test
    void namesTransactionsOfTwoTopicsApart() {
        assertThat(sink("t", Map.of("topic", "other")).get("sink.transactional-id-prefix"))
                .isNotEqualTo(prefix("t"));
    }

    @Test
    void treatsTheOfficialSpellingOfTheGuaranteeAlike() {
        Map<String, String> options = KafkaTable.with("sink.delivery-guarantee", "exactly-once");
        assertThat(
                        KafkaTable.sink(KafkaTable.context("t", options, configuration))
                                .getCatalogTable()
                                .getOptions())
                .containsEntry("sink.transactional-id-prefix", prefix("t"));
    }

    @Test
    void keepsThePrefixThatIsWritten() {
        assertThat(sink("t", Map.of("sink.transactional-id-prefix", "mine")))
                .containsEntry("sink.transactional-id-prefix", "mine");
    }

    @Test
    void takesTheBrokersMaximum() {
        assertThat(fitted(Map.of(), Optional.of(QUARTER)))
                .containsEntry("properties.transaction.timeout.ms", "900000");
    }

    @Test
    void takesAnHourWhereTheBrokerAllowsMore() {
        assertThat(fitted(Map.of(), Optional.of(Duration.ofDays(1))))
                .containsEntry("properties.transaction.timeout.ms", "3600000");
    }

    @Test
    void takesWhatTheCheckpointsNeedIfThatIsMoreThanAnHour() {
        configuration.setString("execution.checkpointing.interval", "2 h");

        assertThat(fitted(Map.of(), Optional.of(Duration.ofDays(1))))
                .containsEntry("properties.transaction.timeout.ms", "7500000");
    }

    @Test
    void takesKafkasOwnMaximumWhereTheBrokerDoesNotTell() {
        assertThat(fitted(Map.of(), Optional.empty()))
                .containsEntry("properties.transaction.timeout.ms", "900000");
    }

    @Test
    void keepsTheTimeoutThatIsWritten() {
        assertThat(
                        fitted(
                                Map.of("properties.transaction.timeout.ms", "400000"),
                                Optional.of(QUARTER)))
                .containsEntry("properties.transaction.timeout.ms", "400000");
    }

    @Test
    void refusesATimeoutThatDoesNotFit() {
        for (String timeout : new String[] {"309999", "900001", "soon"}) {
            Map<String, String> written = Map.of("properties.transaction.timeout.ms", timeout);
            assertThatThrownBy(() -> fitted(written, Optional.of(QUARTER)))
                    .isInstanceOf(ValidationException.class)
                    .hasMessage(
                            "Connector 'laminar-kafka': 'properties.transaction.timeout.ms' is '"
                                    + timeout
                                    + "', but must be at least 310000"
                                    + " ('execution.checkpointing.interval' and"
                                    + " 'execution.checkpointing.timeout' together) and at most"
                                    + " 900000 (the broker's 'transaction.max.timeout.ms'). Drop"
                                    + " it to have it chosen.");
        }
    }

    @Test
    void refusesCheckpointsThatLastLongerThanTheBrokerAllows() {
        assertThatThrownBy(() -> fitted(Map.of(), Optional.of(Duration.ofMinutes(5))))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "Connector 'laminar-kafka': 'delivery.guarantee' = 'exactly-once' needs"
                                + " transactions of up to 310000 ms"
                                + " ('execution.checkpointing.interval' and"
                                + " 'execution.checkpointing.timeout' together), but the broker's"
                                + " 'transaction.max.timeout.ms' is 300000. Shorten those two, or"
                                + " raise it.");
    }

    @Test
    void refusesExactlyOnceWithoutCheckpoints() {
        configuration.removeKey("execution.checkpointing.interval");

        assertThatThrownBy(() -> sink("t", Map.of()))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "Connector 'laminar-kafka': 'delivery.guarantee' = 'exactly-once' commits"
                                + " rows when a checkpoint is complete, but there are none: SET"
                                + " 'execution.checkpointing.interval' = '10 s'.");
        configuration.setString("execution.runtime-mode", "BATCH");
        assertThat(sink("t", Map.of())).containsKey("sink.transactional-id-prefix");
    }

    @Test
    void leavesOtherGuaranteesAlone() {
        Context table = KafkaTable.context("t", KafkaTable.with(), configuration);

        assertThat(KafkaTransactions.fit(KafkaTable.sink(table), options -> Optional.of(QUARTER)))
                .extracting(context -> context.getCatalogTable().getOptions())
                .isEqualTo(KafkaTable.sink(table).getCatalogTable().getOptions());
    }

    private String prefix(String table) {
        return String.valueOf(sink(table, Map.of()).get("sink.transactional-id-prefix"));
    }

    private Map<String, String> sink(String table, Map<String, String> more) {
        return KafkaTable.sink(context(table, more)).getCatalogTable().getOptions();
    }

    private Map<String, String> fitted(Map<String, String> more, Optional<Duration> maximum) {
        return KafkaTransactions.fit(KafkaTable.sink(context("t", more)), options -> maximum)
                .getCatalogTable()
                .getOptions();
    }

    private Context context(String table, Map<String, String> more) {
        Map<String, String> options =
                new HashMap<>(KafkaTable.with("delivery.guarantee", "exactly_once"));
        options.putAll(more);
        return KafkaTable.context(table, options, configuration);
    }
}
