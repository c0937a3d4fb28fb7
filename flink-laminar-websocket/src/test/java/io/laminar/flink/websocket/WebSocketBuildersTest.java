// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.websocket.sink.ClientFormat;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.SlowClientPolicy;
import io.laminar.flink.websocket.sink.Subscriptions;
import io.laminar.flink.websocket.sink.batch.JoiningEncoder;
import io.laminar.flink.websocket.sink.batch.RowLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

/** What the builders refuse, and its text. */
class WebSocketBuildersTest {

    @Test
    void buildASourceThatSerializes() throws Exception {
        WebSocketSource<String> source = source().build();
        assertThat(source.getBoundedness()).isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
        assertThat(source.getProducedType()).isEqualTo(Types.STRING);
        assertThat(InstantiationUtil.clone(source)).isNotNull();
        assertThat(InstantiationUtil.clone(sink().build())).isNotNull();
    }

    @Test
    void refuseAKeyedSinkWithoutKeys() {
        assertThatThrownBy(() -> sink().setSlowClientPolicy(SlowClientPolicy.CONFLATE).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'slow_client_policy' = 'conflate' needs to know which rows replace one"
                                + " another. Declare PRIMARY KEY (…) NOT ENFORCED on the table (in"
                                + " Java, call setKeys(…)), or remove it.");
        assertThatThrownBy(() -> sink().setSnapshotOnConnect(1).build())
                .hasMessageStartingWith("'snapshot.on_connect' = 'true' needs to know");
        assertThatThrownBy(() -> sink().setSnapshotOnConnect(0))
                .hasMessage("'snapshot.max_rows' is '0', but must be at least 1.");
    }

    @Test
    void refuseASourceWithoutItsParts() {
        assertThatThrownBy(() -> WebSocketSource.builder().setUrl("ws://h").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The deserializer is missing. Call setDeserializer(…).");
        assertThatThrownBy(
                        () ->
                                WebSocketSource.<String>builder()
                                        .setDeserializer(new SimpleStringSchema())
                                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'url' is missing. Set it to the server's address, such as 'wss://host/path', or"
                                + " set 'mode' = 'server' with 'bind_address' to let the senders connect.");
        assertSourceError(
                builder -> builder.setBindAddress("localhost:1"),
                "'url' has no meaning with 'mode' = 'server'. Remove it, or set 'mode' ="
                        + " 'client'.");
        assertSourceError(
                builder -> builder.setUrl("ws://h?token=a", "ws://h", "ws://h?token=a"),
                "'url' names 'ws://h?token=***' more than once. Each of its URLs is read by one"
                        + " connection; remove the others.");
        assertSourceError(
                builder -> builder.setPath("/p"),
                "'path' has no meaning with 'mode' = 'client'. Remove it, or set 'mode' ="
                        + " 'server'.");
        assertSourceError(
                builder -> builder.setAllowedOrigins("https://a"),
                "'allowed_origins' has no meaning with 'mode' = 'client'. Remove it, or set 'mode'"
                        + " = 'server'.");
        assertSourceError(
                builder -> builder.setMaxConnections(1),
                "'max_connections' has no meaning with 'mode' = 'client'. Remove it, or set 'mode'"
                        + " = 'server'.");
        assertThatThrownBy(
                        () ->
                                WebSocketSource.<String>builder()
                                        .setDeserializer(new SimpleStringSchema())
                                        .setBindAddress("h:1")
                                        .setHeader("X-A", "1")
                                        .build())
                .hasMessage(
                        "'headers' has no meaning with 'mode' = 'server'. Remove it, or set 'mode'"
                                + " = 'client'.");
    }

    @Test
    void refuseInServerModeWhatAClientNeeds() {
        assertServerError(builder -> builder.setTrustStore("/t", null), "ssl.trust_store");
        assertServerError(builder -> builder.setProxy("http://proxy:3128"), "proxy.url");
        assertServerError(
                builder -> builder.setClientCredentials("https://login", "me", "hush", null),
                "auth.token.url");
        assertServerError(
                builder -> builder.setConnectTimeout(Duration.ofSeconds(1)), "connect_timeout_ms");
        assertServerError(
                builder -> builder.setReconnectDelay(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                "reconnect.initial_delay_ms");
        assertServerError(builder -> builder.setMaxReconnects(1), "reconnect.max_retries");
    }

    private static void assertServerError(
            Consumer<WebSocketSourceBuilder<String>> change, String option) {
        WebSocketSourceBuilder<String> builder =
                WebSocketSource.<String>builder()
                        .setDeserializer(new SimpleStringSchema())
                        .setBindAddress("h:1");
        change.accept(builder);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'%s' has no meaning with 'mode' = 'server'. Remove it, or set 'mode' ="
                                + " 'client'.",
                        option);
    }

    @Test
    void refuseToResumeWhatHasNoPlaceForTheCursor() {
        assertSourceError(
                builder -> builder.setResume("id", null),
                "'resume.field' is set, but nothing tells the server at 'ws://localhost' its last"
                        + " value. Put '${last}' into 'resume.message', or into the query of the"
                        + " URL.");
        assertThatThrownBy(
                        () ->
                                WebSocketSource.<String>builder()
                                        .setDeserializer(new SimpleStringSchema())
                                        .setBindAddress("h:1")
                                        .setResume("id", "${last}")
                                        .build())
                .hasMessage(
                        "'resume.field' has no meaning with 'mode' = 'server'. Remove it, or set"
                                + " 'mode' = 'client'.");
    }

    @Test
    void refuseASubscriptionThatCantBeSent() {
        assertSourceError(
                builder -> builder.setSubscribeMessages(""),
                "'subscribe.message' is empty. Set it to the text that the server waits for, or"
                        + " remove it.");
        assertThatThrownBy(
                        () ->
                                WebSocketSource.<String>builder()
                                        .setDeserializer(new SimpleStringSchema())
                                        .setBindAddress("h:1")
                                        .setSubscribeMessages("x")
                                        .build())
                .hasMessage(
                        "'subscribe.message' has no meaning with 'mode' = 'server'. Remove it, or"
                                + " set 'mode' = 'client'.");
    }

    @Test
    void refuseValuesOutOfRangeInASource() {
        assertSourceError(
                builder -> builder.setReconnectDelay(Duration.ZERO, Duration.ZERO),
                "'reconnect.initial_delay_ms' is '0', but must be at least 1.");
        assertSourceError(
                builder -> builder.setReconnectDelay(Duration.ofSeconds(2), Duration.ofSeconds(1)),
                "'reconnect.max_delay_ms' is '1000', but must be at least"
                        + " 'reconnect.initial_delay_ms', which is '2000'.");
        assertSourceError(
                builder -> builder.setMaxReconnects(-1),
                "'reconnect.max_retries' is '-1', but must be at least 0.");
        assertSourceError(
                builder -> builder.setPingInterval(Duration.ofMillis(-1)),
                "'ping_interval_ms' is '-1', but must be at least 0.");
        assertSourceError(
                builder -> builder.setIdleTimeout(Duration.ofMillis(-1)),
                "'idle_timeout_ms' is '-1', but must be at least 0.");
        assertSourceError(
                builder -> builder.setPingTimeout(Duration.ZERO),
                "'ping_timeout_ms' is '0', but must be at least 1.");
        assertSourceError(
                builder -> builder.setConnectTimeout(Duration.ZERO),
                "'connect_timeout_ms' is '0', but must be at least 1.");
        assertSourceError(
                builder -> builder.setConnectTimeout(Duration.ofDays(30)),
                "'connect_timeout_ms' is '2592000000', but must be at most 2147483647.");
        assertSourceError(
                builder -> builder.setHandshakeTimeout(Duration.ZERO),
                "'handshake_timeout_ms' is '0', but must be at least 1.");
        assertSourceError(
                builder -> builder.setBufferCapacity(0),
                "'buffer.capacity' is '0', but must be at least 1.");
        assertSourceError(
                builder -> builder.setMaxMessageSize(MemorySize.ZERO),
                "'max_message_size' is '0', but must be at least 1 byte.");
        assertSourceError(
                builder -> builder.setMaxMessageSize(MemorySize.parse("2 gb")),
                "'max_message_size' is '2 gb', but must be at most 2147483639 bytes.");
        assertThatThrownBy(
                        () ->
                                WebSocketSource.<String>builder()
                                        .setDeserializer(new SimpleStringSchema())
                                        .setBindAddress("h:1")
                                        .setMaxConnections(0)
                                        .build())
                .hasMessage("'max_connections' is '0', but must be at least 1.");
    }

    @Test
    void refuseASinkWithoutItsParts() {
        assertThatThrownBy(() -> WebSocketSink.builder().setBindAddress("h:1").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The serializer is missing. Call setSerializer(…).");
        assertThatThrownBy(
                        () ->
                                WebSocketSink.<String>builder()
                                        .setSerializer(new SimpleStringSchema())
                                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'bind_address' is missing. In server mode it is the address to listen on,"
                                + " such as '0.0.0.0:8080'.");
    }

    @Test
    void refuseInAServerSinkWhatAClientNeeds() {
        assertOfClient(builder -> builder.setHeader("X-A", "1"), "headers");
        assertOfClient(builder -> builder.setProxy("http://proxy:3128"), "proxy.url");
        assertOfClient(builder -> builder.setTrustStore("/t", null), "ssl.trust_store");
        assertOfClient(
                builder -> builder.setClientCredentials("https://login", "me", "hush", null),
                "auth.token.url");
        assertOfClient(
                builder -> builder.setConnectTimeout(Duration.ofSeconds(1)), "connect_timeout_ms");
        assertOfClient(
                builder -> builder.setReconnectDelay(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                "reconnect.initial_delay_ms");
        assertOfClient(builder -> builder.setMaxReconnects(1), "reconnect.max_retries");
        assertOfClient(builder -> builder.setBufferOnDisconnect(5), "buffer_on_disconnect");
        assertOfClient(builder -> builder.setAcknowledgement("id", row -> row), "ack.field");
        assertOfClient(builder -> builder.setAckTimeout(Duration.ofSeconds(1)), "ack.timeout");
    }

    @Test
    void refuseInAClientSinkWhatAServerNeeds() {
        assertOfServer(builder -> builder.setBindAddress("h:1"), "bind_address");
        assertOfServer(builder -> builder.setPath("/p"), "path");
        assertOfServer(builder -> builder.setAllowedOrigins("https://a"), "allowed_origins");
        assertOfServer(builder -> builder.setMaxConnections(5), "max_connections");
        assertOfServer(
                builder -> builder.setSlowClientPolicy(SlowClientPolicy.DROP),
                "slow_client_policy");
        assertOfServer(
                builder -> builder.setClientBuffer(MemorySize.parse("1 mb")), "client_buffer");
        assertOfServer(builder -> builder.setReplayBufferSize(1), "replay_buffer_size");
        assertOfServer(builder -> builder.setSnapshotOnConnect(1), "snapshot.on_connect");
        assertOfServer(builder -> builder.disableSubscriptions(), "subscribe.enabled");
        assertOfServer(
                builder -> builder.setSubscriptions(Subscriptions.toText()), "setSubscriptions");
        assertOfServer(builder -> builder.setClientFormats(List.of()), "subscribe.formats");
        assertOfServer(
                builder -> builder.setKeys(row -> row.getBytes(StandardCharsets.UTF_8)), "setKeys");
    }

    @Test
    void refuseInASinkWhatHasNoMeaningBesideTheRest() {
        assertThatThrownBy(
                        () ->
                                WebSocketSink.<String>builder()
                                        .setUrl("ws://h")
                                        .setSerializer(new SimpleStringSchema())
                                        .setAckTimeout(Duration.ofSeconds(1))
                                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'ack.timeout' has no meaning without 'ack.field'. Set that, or remove"
                                + " this.");
        assertSinkError(
                builder ->
                        builder.setMessageEncoder(
                                new JoiningEncoder<>(new SimpleStringSchema(), RowLayout.LINES)),
                "setMessageEncoder(…) makes messages of rows by itself. Remove it, or"
                        + " setSerializer(…) and setRowLayout(…).");
        assertSinkError(
                builder -> builder.setFrameType(FrameType.BINARY).setBatch(2, Duration.ZERO),
                "setBatch(…) of several rows puts line feeds between them, which binary rows may"
                        + " hold themselves. Send single rows, or set RowLayout.JSON_ARRAY or"
                        + " setMessageEncoder(…).");
        assertSinkError(
                builder ->
                        builder.setSubscriptions(Subscriptions.toText()).setBatch(2, Duration.ZERO),
                "setSubscriptions(…) has no meaning where a message may hold several rows, of which"
                        + " clients can't pick some. Remove it, or send single rows: without"
                        + " setBatch(…), RowLayout.JSON_ARRAY and setMessageEncoder(…).");
        assertSinkError(
                builder ->
                        builder.setKeys(row -> row.getBytes(StandardCharsets.UTF_8))
                                .setSnapshotOnConnect(5)
                                .setRowLayout(RowLayout.JSON_ARRAY),
                "'snapshot.on_connect' = 'true' needs messages of one row, whose key they have. Set"
                        + " 'batch.max_size' to 1 and take a format such as 'json' (in Java, a"
                        + " serializer and no RowLayout.JSON_ARRAY), or remove it.");
    }

    @Test
    void refuseFormatsThatNoClientCanHave() {
        ClientFormat<String> csv =
                new ClientFormat<>("csv", new SimpleStringSchema(), /* isJson= */ false);
        sink().setClientFormats(List.of(csv)).build();
        assertSinkError(
                builder -> builder.setClientFormats(List.of(csv)).disableSubscriptions(),
                "'subscribe.formats' has no meaning with 'subscribe.enabled' = 'false'. Remove one"
                        + " of them.");
        assertSinkError(
                builder -> builder.setClientFormats(List.of(csv)).setBatch(2, Duration.ZERO),
                "'subscribe.formats' needs messages of one row. Set 'batch.max_size' to 1 and take"
                        + " a format such as 'json' (in Java, a serializer and no"
                        + " RowLayout.JSON_ARRAY), or remove it.");
        assertThatThrownBy(() -> sink().setClientFormats(List.of(csv, csv)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'subscribe.formats' names 'csv', which clients get by 'format' or another"
                                + " name of the list already. Remove it there.");
    }

    private static void assertOfClient(
            Consumer<WebSocketSinkBuilder<String>> change, String option) {
        assertSinkError(
                change,
                String.format(
                        "'%s' has no meaning with 'mode' = 'server'. Remove it, or set 'mode' ="
                                + " 'client'.",
                        option));
    }

    private static void assertOfServer(
            Consumer<WebSocketSinkBuilder<String>> change, String option) {
        WebSocketSinkBuilder<String> builder =
                WebSocketSink.<String>builder()
                        .setUrl("ws://h")
                        .setSerializer(new SimpleStringSchema());
        change.accept(builder);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'%s' has no meaning with 'mode' = 'client'. Remove it, or set 'mode' ="
                                + " 'server'.",
                        option);
    }

    @Test
    void refuseValuesOutOfRangeInASink() {
        assertSinkError(
                builder -> builder.setMaxConnections(0),
                "'max_connections' is '0', but must be at least 1.");
        assertSinkError(
                builder -> builder.setClientBuffer(MemorySize.parse("1023 b")),
                "'client_buffer' is '1023 bytes', but must be at least '1 kb'.");
        assertSinkError(
                builder -> builder.setClientBuffer(MemorySize.parse("2 gb")),
                "'client_buffer' is '2 gb', but must be at most '1 gb'.");
        assertSinkError(
                builder -> builder.setReplayBufferSize(-1),
                "'replay_buffer_size' is '-1', but must be at least 0.");
        assertSinkError(
                builder -> builder.setPingInterval(Duration.ofMillis(-5)),
                "'ping_interval_ms' is '-5', but must be at least 0.");
        assertSinkError(
                builder -> builder.setPingTimeout(Duration.ZERO),
                "'ping_timeout_ms' is '0', but must be at least 1.");
    }

    private static void assertSourceError(
            Consumer<WebSocketSourceBuilder<String>> change, String text) {
        WebSocketSourceBuilder<String> builder = source();
        change.accept(builder);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text);
    }

    private static void assertSinkError(
            Consumer<WebSocketSinkBuilder<String>> change, String text) {
        WebSocketSinkBuilder<String> builder = sink();
        change.accept(builder);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text);
    }

    private static WebSocketSourceBuilder<String> source() {
        return WebSocketSource.<String>builder()
                .setUrl("ws://localhost")
                .setDeserializer(new SimpleStringSchema());
    }

    private static WebSocketSinkBuilder<String> sink() {
        return WebSocketSink.<String>builder()
                .setBindAddress("localhost:0")
                .setSerializer(new SimpleStringSchema());
    }
}
