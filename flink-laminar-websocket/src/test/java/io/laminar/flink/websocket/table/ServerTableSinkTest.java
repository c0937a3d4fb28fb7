// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static io.laminar.flink.websocket.table.PlannedTables.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the sink's server mode accepts and refuses, and the texts. */
class ServerTableSinkTest {

    private static final Map<String, String> SINK = Map.of("bind_address", "localhost:0");

    @Test
    void makesASinkThatTakesWhatTheQueryHas() {
        assertThat(sink(SINK).asSummaryString()).isEqualTo("WebSocket");
        assertThat(sink(SINK).copy().getChangelogMode(ChangelogMode.all()))
                .isEqualTo(ChangelogMode.all());
        assertThat(sink(SINK).getChangelogMode(ChangelogMode.insertOnly()))
                .isEqualTo(ChangelogMode.insertOnly());
    }

    @Test
    void leavesTheKindsOfRowsToAFormatThatKnowsThem() {
        assertThat(
                        sink(with(SINK, "format", "debezium-json"))
                                .getChangelogMode(ChangelogMode.insertOnly()))
                .isEqualTo(ChangelogMode.all());
    }

    @Test
    void refusesAnEnvelopeAroundOtherFormatsThanJson() {
        assertError(
                with(with(SINK, "format", "csv"), "changelog.envelope", "true"),
                "'changelog.envelope' = 'true' needs 'format' = 'json' or 'json-array', but it is"
                        + " 'csv'. Remove one"
                        + " of them; formats such as 'debezium-json' tell the kind of a change"
                        + " themselves.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "subscribe.enabled|false|'subscribe.formats' has no meaning with 'subscribe.enabled' = 'false'. Remove one of them.",
                "batch.max_size|2|'subscribe.formats' needs messages of one row. Set 'batch.max_size' to 1 and take a format such as 'json' (in Java, a serializer and no RowLayout.JSON_ARRAY), or remove it.",
                "format|json-array|'subscribe.formats' needs messages of one row. Set 'batch.max_size' to 1 and take a format such as 'json' (in Java, a serializer and no RowLayout.JSON_ARRAY), or remove it.",
                "format|csv|'subscribe.formats' names 'csv', which clients get by 'format' or another name of the list already. Remove it there.",
                "subscribe.formats|csv;csv|'subscribe.formats' names 'csv', which clients get by 'format' or another name of the list already. Remove it there.",
                "subscribe.formats|arrow|'subscribe.formats' names 'arrow', which is not a format of one row that is text, as the JSON of a subscription needs it. Take such as 'json' and 'csv'.",
                "subscribe.formats|json-array|'subscribe.formats' names 'json-array', which is not a format of one row that is text, as the JSON of a subscription needs it. Take such as 'json' and 'csv'.",
                "subscribe.formats|avro|'subscribe.formats' names 'avro', which is not a format of one row that is text, as the JSON of a subscription needs it. Take such as 'json' and 'csv'.",
                "subscribe.formats|debezium-json|'subscribe.formats' names 'debezium-json', which takes other kinds of changes than 'format' = 'json'. Take only formats of rows, such as 'json' and 'csv', or only such as 'debezium-json' and 'canal-json'."
            })
    void refusesFormatsThatNoClientCanHave(String key, String value, String text) {
        Map<String, String> options = with(SINK, "subscribe.formats", "csv");
        sink(options);
        assertError(with(options, key, value), text);
    }

    @Test
    void refusesAFormatThatIsNotThereAndOptionsThatItDoesNotHave() {
        assertThatThrownBy(() -> sink(with(SINK, "subscribe.formats", "no-json")))
                .rootCause()
                .hasMessageContaining("no-json");
        Map<String, String> options = with(SINK, "subscribe.formats", "csv;raw");
        sink(
                with(
                        with(
                                with(options, "csv.field-delimiter", ";"),
                                "json.encode.decimal-as-plain-number",
                                "true"),
                        "raw.charset",
                        "UTF-8"));
        assertThatThrownBy(() -> sink(with(options, "csv.no-such-option", "1")))
                .rootCause()
                .hasMessageContaining("csv.no-such-option");
        assertThatThrownBy(() -> sink(with(SINK, "csv.field-delimiter", ";")))
                .rootCause()
                .hasMessageContaining("Unknown option 'csv.field-delimiter'.");
        assertError(
                Map.of("mode", "client", "url", "ws://localhost", "subscribe.formats", "csv"),
                "'subscribe.formats' has no meaning with 'mode' = 'client'. Remove it, or set 'mode'"
                        + " = 'server'.");
    }

    @Test
    void saysWhatAParallelSinkNeeds() {
        assertError(
                with(SINK, "sink.parallelism", "2"),
                "The WebSocket sink has a parallelism of 2, but 'bind_address' is 'localhost:0',"
                        + " which is one port. Set the sink's parallelism to 1, or write a range"
                        + " with a port for each subtask, such as '0.0.0.0:8080-8087'.");
        assertError(
                with(
                        with(with(SINK, "sink.parallelism", "2"), "bind_address", "h:1-2"),
                        "replay_buffer_size",
                        "5"),
                "The WebSocket sink has a parallelism of 2, but 'replay_buffer_size' needs 1: what"
                        + " it keeps belongs to one server. Set the sink's parallelism to 1, or"
                        + " remove 'replay_buffer_size'.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slow_client_policy|wait|one of 'drop', 'drop_oldest', 'conflate', 'disconnect'",
                "changelog.envelope|perhaps|'true' or 'false'",
                "subscribe.enabled|perhaps|'true' or 'false'",
                "replay_buffer_size|some|a whole number",
                "snapshot.on_connect|perhaps|'true' or 'false'",
                "client_buffer|big|a size such as '64 mb'",
                "max_connections|many|a whole number",
                "sink.parallelism|many|a whole number",
                "ping_interval_ms|often|a whole number",
                "ping_timeout_ms|often|a whole number"
            })
    void saysWhichValuesASinkOptionTakes(String key, String value, String accepted) {
        assertError(
                with(SINK, key, value),
                String.format("'%s' is '%s', but must be %s.", key, value, accepted));
    }

    @Test
    void saysWhatNeedsAPrimaryKey() {
        for (String setting :
                List.of("'slow_client_policy' = 'conflate'", "'snapshot.on_connect' = 'true'")) {
            String[] parts = setting.split("'", -1);
            Map<String, String> options = with(SINK, parts[1], parts[3]);
            assertError(
                    options,
                    setting
                            + " needs to know which rows replace one another. Declare PRIMARY KEY"
                            + " (…) NOT ENFORCED on the table (in Java, call setKeys(…)), or remove"
                            + " it.");
            DynamicTableSink keyed = sinkWithKey(options);
            assertThat(keyed.getChangelogMode(ChangelogMode.all()).getContainedKinds())
                    .containsExactlyInAnyOrder(
                            RowKind.INSERT, RowKind.UPDATE_AFTER, RowKind.DELETE);
            assertThat(keyed.getChangelogMode(ChangelogMode.insertOnly()))
                    .isEqualTo(ChangelogMode.insertOnly());
        }
        assertThat(sinkWithKey(SINK).getChangelogMode(ChangelogMode.all()))
                .isEqualTo(ChangelogMode.all());
    }

    @ParameterizedTest
    @CsvSource({
        "format, json-array",
        "format, arrow",
        "batch.max_size, 2",
    })
    void saysThatOnlySingleRowsHaveAKey(String key, String value) {
        for (String setting :
                List.of("'slow_client_policy' = 'conflate'", "'snapshot.on_connect' = 'true'")) {
            String[] parts = setting.split("'", -1);
            assertThatThrownBy(() -> sinkWithKey(with(with(SINK, parts[1], parts[3]), key, value)))
                    .rootCause()
                    .hasMessage(
                            "Connector 'websocket': "
                                    + setting
                                    + " needs messages of one row, whose key they have. Set"
                                    + " 'batch.max_size' to 1 and take a format such as 'json' (in"
                                    + " Java, a serializer and no RowLayout.JSON_ARRAY), or remove"
                                    + " it.");
        }
    }

    @Test
    void saysWhatASnapshotExcludes() {
        assertError(
                with(SINK, "snapshot.max_rows", "5"),
                "'snapshot.max_rows' has no meaning without 'snapshot.on_connect' = 'true'. Set"
                        + " that, or remove this.");
        Map<String, String> snapshot = with(SINK, "snapshot.on_connect", "true");
        assertThatThrownBy(() -> sinkWithKey(with(snapshot, "snapshot.max_rows", "some")))
                .rootCause()
                .hasMessage(
                        "Connector 'websocket': 'snapshot.max_rows' is 'some', but must be a whole"
                                + " number.");
        assertThatThrownBy(() -> sinkWithKey(with(snapshot, "snapshot.max_rows", "0")))
                .rootCause()
                .hasMessage(
                        "Connector 'websocket': 'snapshot.max_rows' is '0', but must be at least"
                                + " 1.");
        assertThatThrownBy(
                        () ->
                                sinkWithKey(
                                        with(
                                                with(snapshot, "sink.parallelism", "2"),
                                                "bind_address",
                                                "localhost:8080-8081")))
                .rootCause()
                .hasMessage(
                        "Connector 'websocket': The WebSocket sink has a parallelism of 2, but"
                                + " 'snapshot.on_connect' needs 1: what it keeps belongs to one"
                                + " server. Set the sink's parallelism to 1, or remove"
                                + " 'snapshot.on_connect'.");
    }

    private static void assertError(Map<String, String> options, String text) {
        PlannedTables.assertError(() -> sink(options), text);
    }

    private static DynamicTableSink sink(Map<String, String> options) {
        return PlannedTables.sink(columns(null), options);
    }

    private static DynamicTableSink sinkWithKey(Map<String, String> options) {
        return PlannedTables.sink(
                columns(UniqueConstraint.primaryKey("pk", List.of("name"))), options);
    }

    private static ResolvedSchema columns(@Nullable UniqueConstraint key) {
        return new ResolvedSchema(
                List.of(Column.physical("name", DataTypes.STRING().notNull())), List.of(), key);
    }
}
