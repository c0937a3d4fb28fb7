// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.sink.SlowClientPolicy;
import io.laminar.flink.websocket.sink.client.Acknowledgement;
import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.table.factories.FactoryUtil;

/** Options of {@code 'connector' = 'websocket'} written to as a sink. */
@PublicEvolving
public final class WebSocketSinkOptions extends WebSocketOptions {

    public static final ConfigOption<WebSocketMode> MODE =
            ConfigOptions.key("mode")
                    .enumType(WebSocketMode.class)
                    .defaultValue(WebSocketMode.SERVER)
                    .withDescription(
                            "'server': Flink listens on 'bind_address' and sends every message"
                                    + " to every client. 'client': Flink connects to 'url' and"
                                    + " sends every message to that server.");

    public static final ConfigOption<String> BIND_ADDRESS =
            WebSocketSourceOptions.BIND_ADDRESS.withDescription(
                    "Server mode: 'host:port' to listen on. Port 0 takes any free one,"
                            + " which is logged and is the metric 'boundPort'. A range such as"
                            + " '0.0.0.0:8080-8087' has a port for each subtask. A port"
                            + " that is in use is tried for five seconds.");

    public static final ConfigOption<Integer> SINK_PARALLELISM =
            ConfigOptions.key(FactoryUtil.SINK_PARALLELISM.key())
                    .intType()
                    .defaultValue(1)
                    .withFallbackKeys("sink_parallelism")
                    .withDescription(
                            "Subtasks of the sink. In server mode each is a server with its own"
                                    + " clients and sends them its share of the rows; more than 1"
                                    + " needs a range of ports in 'bind_address', and excludes"
                                    + " 'replay_buffer_size' and 'snapshot.on_connect'. In client"
                                    + " mode each has its own connection, and the default is the"
                                    + " query's parallelism.");

    public static final ConfigOption<String> FORMAT =
            WebSocketSourceOptions.FORMAT.withDescription(
                    "'json', 'csv', 'raw' or any Flink format on the class path, with its"
                            + " own '<format>.…' options: a message holds one row, or"
                            + " 'batch.max_size'. 'json-array': a message is an array of"
                            + " rows, with the options of 'json' as 'json-array.…'."
                            + " 'arrow': a message is an Arrow IPC stream. JSON, CSV and a"
                            + " raw string are sent as text, the rest as binary"
                            + " messages.");

    public static final ConfigOption<Boolean> CHANGELOG_ENVELOPE =
            ConfigOptions.key("changelog.envelope")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "For queries that update and delete. 'true': a message is"
                                    + " {\"op\":\"+I\",\"row\":{…}} with '+I', '-U', '+U' or '-D'."
                                    + " 'false': a message is the row; what it was before an update"
                                    + " ('-U') is left out, and a deletion fails the job. Needs the"
                                    + " format 'json' or 'json-array'.");

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
                                    + " 'conflate': it gets only the newest row of each key; needs a"
                                    + " primary key."
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

    public static final ConfigOption<Boolean> SNAPSHOT_ON_CONNECT =
            ConfigOptions.key("snapshot.on_connect")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether a new client first gets the current row of every key, then the"
                                    + " changes. Needs a primary key. The rows are kept on the heap"
                                    + " and in Flink's state, so that they survive a failover.");

    public static final ConfigOption<Integer> SNAPSHOT_MAX_ROWS =
            ConfigOptions.key("snapshot.max_rows")
                    .intType()
                    .defaultValue(100_000)
                    .withDescription(
                            "Keys that the snapshot for new clients may have. With more of them the"
                                    + " job fails.");

    public static final ConfigOption<MemorySize> CLIENT_BUFFER =
            ConfigOptions.key("client_buffer")
                    .memoryType()
                    .defaultValue(MemorySize.parse("256 kb"))
                    .withDescription(
                            "Bytes that may wait for one client. Once they are exceeded, the"
                                    + " 'slow_client_policy' rules until half of them are gone."
                                    + " With 'drop_oldest' and 'conflate' a quarter of them count as"
                                    + " under way and are not dropped.");

    public static final ConfigOption<Boolean> SUBSCRIBE_ENABLED =
            ConfigOptions.key("subscribe.enabled")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Whether a client may ask for some of the rows by"
                                    + " {\"action\":\"subscribe\",\"filter\":\"price > 10\"}. If not,"
                                    + " what clients say is read and forgotten.");

    public static final ConfigOption<List<String>> SUBSCRIBE_FORMATS =
            ConfigOptions.key("subscribe.formats")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            "Formats that a client may ask for beside 'format', by"
                                    + " {\"action\":\"subscribe\",\"format\":\"csv\"}: such as 'csv',"
                                    + " several with ';' between, each with its own '<format>.…'"
                                    + " options. They must be text, and a message one row. A row is"
                                    + " encoded in each that some client wants.");

    public static final ConfigOption<Integer> MAX_CONNECTIONS =
            ConfigOptions.key("max_connections")
                    .intType()
                    .defaultValue(10_000)
                    .withDescription("Past this number a client is answered with HTTP 503.");

    public static final ConfigOption<Integer> BUFFER_ON_DISCONNECT =
            ConfigOptions.key("buffer_on_disconnect")
                    .intType()
                    .defaultValue(10_000)
                    .withFallbackKeys("buffer.on.disconnect")
                    .withDescription(
                            "Client mode: rows that may wait for the connection, or for the"
                                    + " server's acknowledgement. When that many wait, the query"
                                    + " does too; none is dropped.");

    public static final ConfigOption<Integer> BATCH_MAX_SIZE =
            ConfigOptions.key("batch.max_size")
                    .intType()
                    .defaultValue(1)
                    .withDescription(
                            "Rows a message: lines of 'json', 'csv' and raw strings, elements of a"
                                    + " 'json-array', or a record batch of 'arrow'. A checkpoint"
                                    + " sends a message that holds fewer.");

    public static final ConfigOption<Duration> BATCH_INTERVAL =
            ConfigOptions.key("batch.interval")
                    .durationType()
                    .defaultValue(Duration.ZERO)
                    .withDescription(
                            "How long a row waits at most for others to fill its"
                                    + " message; with '0 s' until it is full or a checkpoint"
                                    + " comes.");

    public static final ConfigOption<String> ACK_FIELD =
            ConfigOptions.key("ack.field")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Client mode: column, a whole number or a string, whose value in the"
                                    + " last row of a message the server answers with: alone, or as"
                                    + " this field of a JSON object. A checkpoint waits for the"
                                    + " answers, which makes the sink at-least-once.");

    public static final ConfigOption<Duration> ACK_TIMEOUT =
            ConfigOptions.key("ack.timeout")
                    .durationType()
                    .defaultValue(Acknowledgement.DEFAULT_TIMEOUT)
                    .withDescription(
                            "Client mode: how long an answer may take, once all messages before"
                                    + " are answered. Then the connection is opened anew, and all"
                                    + " messages without an answer are sent again.");

    public static final ConfigOption<Long> RECONNECT_INITIAL_DELAY =
            WebSocketSourceOptions.RECONNECT_INITIAL_DELAY.withDescription(
                    "Client mode: milliseconds before the first reconnect. The delay"
                            + " doubles with each failure, with jitter, and starts anew"
                            + " after a connection that brought an answer or, without"
                            + " 'ack.field', lasted 'reconnect.max_delay_ms'.");

    public static final ConfigOption<Integer> RECONNECT_MAX_RETRIES =
            WebSocketSourceOptions.RECONNECT_MAX_RETRIES.withDescription(
                    "Client mode: reconnects in a row after which the delay does not start"
                            + " anew, before the job fails; 0 is unlimited.");

    public static final ConfigOption<Boolean> COMPRESSION =
            WebSocketSourceOptions.COMPRESSION.withDescription(
                    "Whether clients that offer 'permessage-deflate' (RFC 7692), as browsers"
                            + " do, get messages of 100 bytes and more compressed: once for"
                            + " all of them, each message by itself. Client mode offers it"
                            + " to the server.");

    /** In the order of the documentation. */
    static final List<ConfigOption<?>> ALL =
            concat(
                    List.of(
                            MODE,
                            BIND_ADDRESS,
                            SINK_PARALLELISM,
                            URL,
                            FORMAT,
                            CHANGELOG_ENVELOPE,
                            SLOW_CLIENT_POLICY,
                            REPLAY_BUFFER_SIZE,
                            SNAPSHOT_ON_CONNECT,
                            SNAPSHOT_MAX_ROWS,
                            CLIENT_BUFFER,
                            PATH,
                            ALLOWED_ORIGINS),
                    ACCESS,
                    List.of(
                            SUBSCRIBE_ENABLED,
                            SUBSCRIBE_FORMATS,
                            MAX_CONNECTIONS,
                            BUFFER_ON_DISCONNECT,
                            BATCH_MAX_SIZE,
                            BATCH_INTERVAL,
                            ACK_FIELD,
                            ACK_TIMEOUT,
                            RECONNECT_INITIAL_DELAY,
                            RECONNECT_MAX_DELAY,
                            RECONNECT_MAX_RETRIES,
                            CONNECT_TIMEOUT,
                            HANDSHAKE_TIMEOUT,
                            PING_INTERVAL,
                            PING_TIMEOUT,
                            COMPRESSION));

    private WebSocketSinkOptions() {}

    /** Options without effect in the other mode, and therefore refused there. */
    static List<ConfigOption<?>> onlyIn(WebSocketMode mode) {
        return mode == WebSocketMode.CLIENT
                ? concat(
                        OF_CLIENT,
                        List.of(
                                BUFFER_ON_DISCONNECT,
                                ACK_FIELD,
                                ACK_TIMEOUT,
                                RECONNECT_INITIAL_DELAY,
                                RECONNECT_MAX_RETRIES))
                : List.of(
                        BIND_ADDRESS,
                        SLOW_CLIENT_POLICY,
                        REPLAY_BUFFER_SIZE,
                        SNAPSHOT_ON_CONNECT,
                        SNAPSHOT_MAX_ROWS,
                        CLIENT_BUFFER,
                        PATH,
                        ALLOWED_ORIGINS,
                        SUBSCRIBE_ENABLED,
                        SUBSCRIBE_FORMATS,
                        MAX_CONNECTIONS);
    }
}
