// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static io.laminar.flink.websocket.table.PlannedTables.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.testutils.logging.LoggerAuditingExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

/** What the factory accepts and refuses, and the texts. */
class WebSocketDynamicTableFactoryTest {

    private static final Map<String, String> CLIENT = Map.of("url", "ws://localhost:9100/x");
    private static final Map<String, String> SERVER =
            Map.of("mode", "Server", "bind_address", "localhost:0");
    private static final Map<String, String> SINK = Map.of("bind_address", "localhost:0");
    private static final ResolvedSchema COLUMNS =
            ResolvedSchema.of(Column.physical("name", DataTypes.STRING().notNull()));

    @RegisterExtension
    private final LoggerAuditingExtension warnings =
            new LoggerAuditingExtension(HandshakeReader.class, Level.WARN);

    @Test
    void makesASourceOfEachMode() {
        assertThat(source(CLIENT).asSummaryString()).isEqualTo("WebSocket");
        assertThat(source(SERVER).copy()).isNotNull();
        assertThat(((ScanTableSource) source(CLIENT)).getChangelogMode())
                .isEqualTo(ChangelogMode.insertOnly());
    }

    @Test
    void acceptsTheOtherSpellings() {
        source(
                Map.of(
                        "url", "ws://localhost",
                        "reconnect.initial.delay.ms", "5",
                        "reconnect.max.delay.ms", "6",
                        "reconnect.max.retries", "7",
                        "ping.interval.ms", "8"));
        source(
                Map.of(
                        "url", "ws://localhost",
                        "reconnect_initial_delay_ms", "5",
                        "reconnect_max_delay_ms", "6",
                        "reconnect_max_retries", "7"));
        sink(Map.of("mode", "client", "url", "ws://localhost", "buffer.on.disconnect", "5"));
        source(Map.of("mode", "server", "bind.address", "localhost:0", "on.error", "skip"));
        sink(
                Map.of(
                        "bind.address",
                        "localhost:0",
                        "allowed.origins",
                        "https://a",
                        "slow.client.policy",
                        "DROP",
                        "replay.buffer.size",
                        "5",
                        "ping.interval.ms",
                        "8"));
        assertSourceError(
                Map.of("url", "ws://localhost", "reconnect.initial.delay.ms", "0"),
                "'reconnect.initial_delay_ms' is '0', but must be at least 1.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scan.watermark.idle-timeout|1 s",
                "scan.watermark.emit.strategy|on-event",
                "scan.watermark.alignment.group|feeds",
                "scan.watermark.alignment.max-drift|1 s",
                "scan.watermark.alignment.update-interval|1 s"
            })
    void acceptsFlinksOptionsOfWatermarksForASource(String key, String value) {
        Map<String, String> aligned =
                with(
                        with(CLIENT, "scan.watermark.alignment.group", "feeds"),
                        "scan.watermark.alignment.max-drift",
                        "1 s");
        assertThat(source(with(aligned, key, value))).isNotNull();
    }

    @Test
    void passesTheFormatsOptionsToTheFormat() {
        source(with(CLIENT, "json.ignore-parse-errors", "true"));
        source(with(with(CLIENT, "format", "csv"), "csv.field-delimiter", ";"));
        sink(with(SINK, "json.encode.decimal-as-plain-number", "true"));
        assertThatThrownBy(() -> source(with(CLIENT, "json.no-such-option", "1")))
                .rootCause()
                .hasMessageContaining("json.no-such-option");
    }

    @Test
    void saysThatTheUrlIsMissing() {
        assertSourceError(
                Map.of(),
                "'url' is missing. Set it to the server's address, such as 'wss://host/path', or"
                        + " set 'mode' = 'server' with 'bind_address' to let the senders connect.");
    }

    @Test
    void saysThatTheBindAddressIsMissing() {
        String text =
                "'bind_address' is missing. In server mode it is the address to listen on, such as"
                        + " '0.0.0.0:8080'.";
        assertSourceError(Map.of("mode", "server"), text);
        assertSinkError(Map.of(), text);
    }

    @Test
    void saysThatARangeHasTooFewPorts() {
        String text =
                "'bind_address' is 'h:1-3', a range of 3 ports, but there are 4 subtasks, each of"
                        + " which needs one. Make the range wider, or set '%s.parallelism' to 3.";
        Map<String, String> range = with(SERVER, "bind_address", "h:1-3");
        source(with(range, "scan.parallelism", "3"));
        sink(with(range, "sink_parallelism", "3"));
        assertSourceError(with(range, "scan_parallelism", "4"), String.format(text, "scan"));
        assertSinkError(with(range, "sink.parallelism", "4"), String.format(text, "sink"));
        assertSourceError(
                with(CLIENT, "scan.parallelism", "0"),
                "'scan.parallelism' is '0', but must be at least 1.");
        assertSinkError(
                with(SINK, "sink.parallelism", "0"),
                "'sink.parallelism' is '0', but must be at least 1.");
    }

    @Test
    void saysThatTheSchemeIsWrong() {
        assertSourceError(
                Map.of("url", "https://localhost/x"),
                "'url' is 'https://localhost/x', but must start with 'ws://' or 'wss://' and name a"
                        + " host: its scheme is another.");
    }

    @Test
    void suggestsTheNearestKnownOption() {
        assertSourceError(
                with(CLIENT, "ping_intervall_ms", "5"),
                "Unknown option 'ping_intervall_ms'. Did you mean 'ping_interval_ms'?");
        assertSinkError(
                with(SINK, "replay_bufer_size", "5"),
                "Unknown option 'replay_bufer_size'. Did you mean 'replay_buffer_size'?");
    }

    @ParameterizedTest
    @CsvSource({
        "bind_address, localhost:1",
        "path, /p",
        "allowed_origins, https://a",
        "max_connections, 5",
    })
    void refusesOptionsOfServerModeInClientMode(String key, String value) {
        assertSourceError(
                with(CLIENT, key, value),
                String.format(
                        "'%s' has no meaning with 'mode' = 'client'. Remove it, or set 'mode' ="
                                + " 'server'.",
                        key));
    }

    @ParameterizedTest
    @CsvSource({
        "url, ws://localhost",
        "reconnect.initial_delay_ms, 5",
        "reconnect.max_delay_ms, 5000",
        "reconnect.max_retries, 5",
        "ssl.trust_store, /t",
        "connect_timeout_ms, 5",
        "auth.token.url, https://login.example.com",
        "auth.client_id, me",
        "auth.client_secret, hush",
        "auth.scope, read",
        "proxy.url, http://proxy:3128",
        "subscribe.message, x",
        "subscribe.messages, '[1]'"
    })
    void refusesOptionsOfClientModeInServerMode(String key, String value) {
        assertSourceError(
                with(SERVER, key, value),
                String.format(
                        "'%s' has no meaning with 'mode' = 'server'. Remove it, or set 'mode' ="
                                + " 'client'.",
                        key));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode|both|one of 'client', 'server'",
                "on_error|dlq|one of 'fail', 'skip'",
                "scan.parallelism|x|a value of the type that the connector's page gives",
                "ping_interval_ms|often|a whole number",
                "ping_timeout_ms|5 s|a whole number",
                "idle_timeout_ms|x|a whole number",
                "handshake_timeout_ms|x|a whole number",
                "connect_timeout_ms|x|a whole number",
                "reconnect.initial_delay_ms|1s|a whole number",
                "reconnect.max_delay_ms|1s|a whole number",
                "reconnect.max_retries|many|a whole number",
                "buffer.capacity|64 mb|a whole number",
                "max_message_size|big|a size such as '64 mb'"
            })
    void saysWhichValuesASourceOptionTakes(String key, String value, String accepted) {
        assertSourceError(
                with(CLIENT, key, value),
                String.format("'%s' is '%s', but must be %s.", key, value, accepted));
    }

    @Test
    void saysNoMoreThanThatTheModeIsNone() {
        String text = "'mode' is 'sever', but must be one of 'client', 'server'.";
        assertSourceError(with(SERVER, "mode", "sever"), text);
        assertSourceError(with(with(SERVER, "mode", "sever"), "url", "ws://h"), text);
        assertSinkError(
                Map.of("mode", "cleint", "url", "ws://h", "ack.field", "id"),
                text.replace("sever", "cleint"));
    }

    @Test
    void saysWhatSubscriptionsMayBeWithoutShowingAKey() {
        String text =
                "'subscribe.messages' must be a JSON array of one message or more, such as"
                        + " '[{\"op\":\"subscribe\",\"channel\":\"ticks\"}]'. A string in it is sent as"
                        + " it is, any other value as JSON.";
        for (String bad : List.of("{\"key\":\"hush\"}", "[\"hush", "[]", "", "[1] [2]")) {
            assertSourceError(with(CLIENT, "subscribe.messages", bad), text);
        }
        assertSourceError(
                with(CLIENT, "subscribe.message", " "),
                "'subscribe.message' is empty. Set it to the text that the server waits for, or"
                        + " remove it.");
        assertSourceError(
                with(with(CLIENT, "subscribe.message", "hush"), "subscribe.messages", "[1]"),
                "'subscribe.message' and 'subscribe.messages' exclude each other: write one of"
                        + " them.");
    }

    @Test
    void saysWhatAnEventTimeNeeds() {
        assertSourceError(
                with(CLIENT, "event_time.format", "iso8601"),
                "'event_time.format' has no meaning without 'event_time.field'. Set that, or remove"
                        + " this.");
        assertSourceError(
                with(with(CLIENT, "event_time.field", "ts"), "format", "csv"),
                "'event_time.field' names a field of JSON records, but 'format' is 'csv'. Remove"
                        + " it, or take a JSON format.");
    }

    @Test
    void saysWhatResumingNeeds() {
        assertSourceError(
                with(CLIENT, "resume.field", "id"),
                "'resume.field' is set, but nothing tells the server at 'ws://localhost:9100/x' its"
                        + " last value. Put '${last}' into 'resume.message', or into the query of the"
                        + " URL.");
        assertSourceError(
                with(CLIENT, "resume.message", "${last}"),
                "'resume.message' has no meaning without 'resume.field', the field of the records"
                        + " whose value stands for '${last}'. Set that, or remove this.");
        assertSourceError(
                with(with(CLIENT, "resume.field", "id"), "resume.message", "all"),
                "'resume.message' has no '${last}', which stands for the value of 'resume.field' in"
                        + " the last record. Put it where the server reads where to go on.");
        assertSourceError(
                with(CLIENT, "url", "ws://h?from=${last}"),
                "'url' holds '${last}' ('ws://h?from=${last}'), but 'resume.field' does not say"
                        + " which field of the records it stands for. Set that, or remove it from"
                        + " the URL.");
        assertSourceError(
                with(CLIENT, "subscribe.message", "from ${last}"),
                "'${last}' has no meaning in 'subscribe.message', which is sent when there is no"
                        + " last record. Put it into 'resume.message', which is sent in its place"
                        + " when there is one.");
        Map<String, String> csv =
                with(
                        with(with(CLIENT, "resume.field", "id"), "resume.message", "${last}"),
                        "format",
                        "csv");
        assertSourceError(
                csv,
                "'resume.field' names a field of JSON records, but 'format' is 'csv'. Remove it, or"
                        + " take a JSON format.");
        assertSourceError(
                with(with(CLIENT, "sequence.field", "n"), "format", "raw"),
                "'sequence.field' names a field of JSON records, but 'format' is 'raw'. Remove it,"
                        + " or take a JSON format.");
        assertSourceError(
                with(CLIENT, "sequence.field", ""),
                "'sequence.field' is empty. Set it to the name of a field of the records, or remove"
                        + " it.");
    }

    @Test
    void takesHeadersOfAnyNameThatTheHandshakeLeavesFree() {
        source(with(with(CLIENT, "headers.X-Key", "${env:KEY}"), "headers.Origin", "https://me"));
        assertSourceError(
                with(SERVER, "headers.X-Key", "1"),
                "'headers' has no meaning with 'mode' = 'server'. Remove it, or set 'mode' ="
                        + " 'client'.");
        assertSinkError(
                with(SINK, "headers.X-Key", "1"),
                "'headers' has no meaning with 'mode' = 'server'. Remove it, or set 'mode' ="
                        + " 'client'.");
    }

    @Test
    void saysWhatIsMissingForAToken() {
        Map<String, String> written = with(CLIENT, "auth.token.url", "https://login.example.com/t");
        String text =
                "'%s' is missing, but '%s' is set. A token needs 'auth.token.url', 'auth.client_id'"
                        + " and 'auth.client_secret'.";
        assertSourceError(written, String.format(text, "auth.client_id", "auth.token.url"));
        written = with(written, "auth.client_id", "me");
        assertSourceError(written, String.format(text, "auth.client_secret", "auth.token.url"));
        Map<String, String> whole = with(written, "auth.client_secret", "${env:SECRET}");
        source(whole);
        assertSourceError(
                with(CLIENT, "auth.scope", "read"),
                String.format(text, "auth.token.url", "auth.scope"));
        assertSourceError(
                with(whole, "auth", "Bearer hush"),
                "'auth' and 'auth.token.url' exclude each other: write one of them.");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://h/token, ftp://h/token",
        "//h, //h",
        "https://me:hush@h/token, https://me:***@h/token",
        "https:///token, https:///token",
        "a b, a b"
    })
    void saysWhatATokenEndpointIsWithoutShowingAPassword(String written, String shown) {
        Map<String, String> token = with(CLIENT, "auth.token.url", written);
        assertSourceError(
                with(with(token, "auth.client_id", "me"), "auth.client_secret", "hush"),
                String.format(
                        "'auth.token.url' is '%s', but must be the address of a token endpoint,"
                                + " such as 'https://login.example.com/oauth/token'.",
                        shown));
    }

    @Test
    void saysWhatAProxyIsWithoutShowingAPassword() {
        source(with(CLIENT, "proxy.url", "${file:/run/secrets/proxy}"));
        assertSourceError(
                with(CLIENT, "proxy.url", "socks5://me:hush@proxy:1080"),
                "'proxy.url' is 'socks5://me:***@proxy:1080', but must be 'http://host:port' or"
                        + " 'http://user:password@host:port'.");
    }

    @Test
    void quotesNoHeaders() {
        assertSourceError(
                with(CLIENT, "headers", "X-Key=hush"),
                "'headers' is no list of 'name:value' with commas between. Write each entry as an"
                        + " option of its own: 'headers.name' = 'value'.");
    }

    @Test
    void saysThatAPasswordHasNoStore() {
        assertSourceError(
                with(CLIENT, "ssl.trust_store_password", "hush"),
                "'ssl.trust_store_password' is set, but 'ssl.trust_store' is not. Set that one to"
                        + " the file, or remove the password.");
        assertSinkError(
                with(SINK, "ssl.key_store_password", "hush"),
                "'ssl.key_store_password' is set, but 'ssl.key_store' is not. Set that one to the"
                        + " file, or remove the password.");
    }

    @Test
    void warnsOnceOfEachSecretThatStandsInTheTable() {
        Map<String, String> options =
                Map.of(
                        "url", "wss://h",
                        "auth.token.url", "https://login.example.com/t",
                        "auth.client_id", "me",
                        "auth.client_secret", "hush",
                        "proxy.url", "http://me:hush@proxy:3128",
                        "headers.X-Key", "hush",
                        "ssl.key_store", "/k",
                        "ssl.key_store_password", "hush");
        source(options);
        source(with(CLIENT, "auth", "Bearer hush"));
        sink(with(SINK, "auth", "Bearer hush"));
        // References are none.
        source(with(CLIENT, "auth", "Bearer ${env:TOKEN}"));
        source(with(CLIENT, "proxy.url", "http://me:${env:PASSWORD}@proxy:3128"));
        assertThat(warnings.getMessages())
                .containsExactlyInAnyOrder(
                        Stream.of(
                                        "auth.client_secret",
                                        "headers.X-Key",
                                        "proxy.url",
                                        "ssl.key_store_password",
                                        "auth",
                                        "auth")
                                .map(
                                        option ->
                                                "The option '"
                                                        + option
                                                        + "' holds a secret as plain text, which"
                                                        + " travels in the job graph. '${env:NAME}'"
                                                        + " or '${file:/path}' in its place keeps"
                                                        + " it out.")
                                .toArray(String[]::new));
    }

    @Test
    void reportsSeveralProblemsTogether() {
        assertThatThrownBy(() -> source(Map.of("buffer.capacity", "0", "pign_timeout_ms", "1")))
                .rootCause()
                .hasMessageContaining("2 options need mending")
                .hasMessageContaining("Did you mean 'ping_timeout_ms'?")
                .hasMessageContaining("'url' is missing.");
    }

    private static void assertSourceError(Map<String, String> options, String text) {
        PlannedTables.assertError(() -> source(options), text);
    }

    private static void assertSinkError(Map<String, String> options, String text) {
        PlannedTables.assertError(() -> sink(options), text);
    }

    private static DynamicTableSource source(Map<String, String> options) {
        return PlannedTables.source(COLUMNS, options);
    }

    private static DynamicTableSink sink(Map<String, String> options) {
        return PlannedTables.sink(COLUMNS, options);
    }
}
