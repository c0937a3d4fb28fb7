// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.sink.SlowClientPolicy;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.table.factories.FactoryUtil;

/** Options of {@code 'connector' = 'websocket'} written to as a sink. */
@PublicEvolving
public final class WebSocketSinkOptions {

    public static final ConfigOption<WebSocketMode> MODE =
            ConfigOptions.key("mode")
                    .enumType(WebSocketMode.class)
                    .defaultValue(WebSocketMode.SERVER)
                    .withDescription(
                            "'server', the only one: Flink listens on 'bind_address' and sends"
                                    + " every message to every client.");

    public static final ConfigOption<String> BIND_ADDRESS =
            ConfigOptions.key("bind_address")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("bind.address")
                    .withDescription(
                            "'host:port' to listen on. Port 0 takes any free one, which is logged"
                                    + " and is the metric 'boundPort'. A range such as"
                                    + " '0.0.0.0:8080-8087' has a port for each subtask. A port"
                                    + " that is in use is tried for five seconds.");

    public static final ConfigOption<Integer> SINK_PARALLELISM =
            ConfigOptions.key(FactoryUtil.SINK_PARALLELISM.key())
                    .intType()
                    .defaultValue(1)
                    .withFallbackKeys("sink_parallelism")
                    .withDescription(
                            "Subtasks of the sink, each of which is a server with its own clients"
                                    + " and sends them its share of the rows. More than 1 needs a"
                                    + " range of ports in 'bind_address', and excludes"
                                    + " 'replay_buffer_size'.");

    public static final ConfigOption<String> FORMAT =
            ConfigOptions.key("format")
                    .stringType()
                    .defaultValue("json")
                    .withDescription(
                            "Format of a message, which holds one record: 'json', 'csv', 'raw' or"
                                    + " any Flink format on the class path, with its own"
                                    + " '<format>.…' options. JSON, CSV and a raw string are sent"
                                    + " as text, the rest as binary messages.");

    public static final ConfigOption<Boolean> CHANGELOG_ENVELOPE =
            ConfigOptions.key("changelog.envelope")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "For queries that update and delete. 'true': a message is"
                                    + " {\"op\":\"+I\",\"row\":{…}} with '+I', '-U', '+U' or '-D'."
                                    + " 'false': a message is the row; what it was before an update"
                                    + " ('-U') is left out, and a deletion fails the job. Needs the"
                                    + " format 'json'.");

    public static final ConfigOption<SlowClientPolicy> SLOW_CLIENT_POLICY =
            ConfigOptions.key("slow_client_policy")
                    .enumType(SlowClientPolicy.class)
                    .defaultValue(SlowClientPolicy.DROP)
                    .withFallbackKeys("slow.client.policy")
                    .withDescription(
                            "What happens when the buffer of a client is full. 'drop': new messages"
                                    + " for it are dropped. 'drop_oldest': those that wait longest"
                                    + " are dropped. In both cases, once there is room, it is"
                                    + " told by {\"type\":\"backpressure\",\"dropped\":N}."
                                    + " 'disconnect': its connection is closed with status 1013."
                                    + " Other clients don't notice.");

    public static final ConfigOption<Integer> REPLAY_BUFFER_SIZE =
            ConfigOptions.key("replay_buffer_size")
                    .intType()
                    .defaultValue(0)
                    .withFallbackKeys("replay.buffer.size")
                    .withDescription(
                            "Number of recent messages that a new client gets first. They are kept"
                                    + " on the heap and in Flink's state, so that they survive a"
                                    + " failover.");

    public static final ConfigOption<MemorySize> CLIENT_BUFFER =
            ConfigOptions.key("client_buffer")
                    .memoryType()
                    .defaultValue(MemorySize.parse("256 kb"))
                    .withDescription(
                            "Bytes that may wait for one client. Once they are exceeded, the"
                                    + " 'slow_client_policy' rules until half of them are gone."
                                    + " With 'drop_oldest' a quarter of them count as under way"
                                    + " and are not dropped.");

    public static final ConfigOption<Boolean> SUBSCRIBE_ENABLED =
            ConfigOptions.key("subscribe.enabled")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Whether a client may ask for some of the rows by"
                                    + " {\"action\":\"subscribe\",\"filter\":\"price > 10\"}. If not,"
                                    + " what clients say is read and forgotten.");

    public static final ConfigOption<Integer> MAX_CONNECTIONS =
            ConfigOptions.key("max_connections")
                    .intType()
                    .defaultValue(10_000)
                    .withDescription("Past this number a client is answered with HTTP 503.");

    public static final ConfigOption<String> PATH = WebSocketSourceOptions.PATH;

    public static final ConfigOption<List<String>> ALLOWED_ORIGINS =
            WebSocketSourceOptions.ALLOWED_ORIGINS;

    public static final ConfigOption<String> AUTH =
            ConfigOptions.key("auth")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Value of the header 'Authorization', such as 'Bearer ${env:TOKEN}': a"
                                    + " client that sends another is answered with HTTP 401."
                                    + " '${env:NAME}' and '${file:/path}' in it are resolved on the"
                                    + " task manager.");

    public static final ConfigOption<String> SUBPROTOCOL =
            ConfigOptions.key("subprotocol")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Names with commas between: a client that offers none of them in the"
                                    + " header 'Sec-WebSocket-Protocol' is answered with HTTP"
                                    + " 400.");

    public static final ConfigOption<String> SSL_KEY_STORE = WebSocketSourceOptions.SSL_KEY_STORE;

    public static final ConfigOption<String> SSL_KEY_STORE_PASSWORD =
            WebSocketSourceOptions.SSL_KEY_STORE_PASSWORD;

    public static final ConfigOption<Long> PING_INTERVAL =
            ConfigOptions.key("ping_interval_ms")
                    .longType()
                    .defaultValue(30_000L)
                    .withFallbackKeys("ping.interval.ms")
                    .withDescription("Milliseconds between pings; 0 switches them off.");

    public static final ConfigOption<Long> PING_TIMEOUT =
            ConfigOptions.key("ping_timeout_ms")
                    .longType()
                    .defaultValue(10_000L)
                    .withDescription(
                            "Milliseconds after a ping without any sign of life, after which a"
                                    + " client counts as gone and its connection is closed.");

    public static final ConfigOption<Boolean> COMPRESSION =
            ConfigOptions.key("compression")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Whether clients that offer 'permessage-deflate' (RFC 7692), as browsers"
                                    + " do, get messages of 100 bytes and more compressed: once for"
                                    + " all of them, each message by itself.");

    /** In the order of the documentation. */
    static final List<ConfigOption<?>> ALL =
            List.of(
                    MODE,
                    BIND_ADDRESS,
                    SINK_PARALLELISM,
                    FORMAT,
                    CHANGELOG_ENVELOPE,
                    SLOW_CLIENT_POLICY,
                    REPLAY_BUFFER_SIZE,
                    CLIENT_BUFFER,
                    PATH,
                    ALLOWED_ORIGINS,
                    AUTH,
                    SUBPROTOCOL,
                    SSL_KEY_STORE,
                    SSL_KEY_STORE_PASSWORD,
                    SUBSCRIBE_ENABLED,
                    MAX_CONNECTIONS,
                    PING_INTERVAL,
                    PING_TIMEOUT,
                    COMPRESSION);

    private WebSocketSinkOptions() {}
}
