// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.source.ErrorPolicy;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.table.factories.FactoryUtil;

/** Options of {@code 'connector' = 'websocket'} read as a source. */
@PublicEvolving
public final class WebSocketSourceOptions extends WebSocketOptions {

    public static final ConfigOption<WebSocketMode> MODE =
            ConfigOptions.key("mode")
                    .enumType(WebSocketMode.class)
                    .defaultValue(WebSocketMode.CLIENT)
                    .withDescription(
                            "'client': Flink connects to 'url'. 'server': Flink listens on"
                                    + " 'bind_address' and reads what every client sends.");

    public static final ConfigOption<String> BIND_ADDRESS =
            ConfigOptions.key("bind_address")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("bind.address")
                    .withDescription(
                            "Server mode: 'host:port' to listen on. Port 0 takes any free one,"
                                    + " which is logged and is the metric 'boundPort'. A range such"
                                    + " as '0.0.0.0:8080-8087' lets every subtask listen, each on"
                                    + " its own port: the first takes the first. A port that is in"
                                    + " use is tried for five seconds.");

    public static final ConfigOption<Integer> SCAN_PARALLELISM =
            ConfigOptions.key(FactoryUtil.SOURCE_PARALLELISM.key())
                    .intType()
                    .noDefaultValue()
                    .withFallbackKeys("scan_parallelism")
                    .withDescription(
                            "Subtasks of the source. If not set, 1, or that of the job if 'url'"
                                    + " names several URLs or 'bind_address' is a range of ports.");

    public static final ConfigOption<Integer> MAX_CONNECTIONS =
            ConfigOptions.key("max_connections")
                    .intType()
                    .defaultValue(1024)
                    .withDescription(
                            "Server mode: past this number a client is answered with HTTP 503.");

    public static final ConfigOption<String> FORMAT =
            ConfigOptions.key("format")
                    .stringType()
                    .defaultValue("json")
                    .withDescription(
                            "Format of a record: 'json', 'csv', 'raw' or any Flink format on the"
                                    + " class path, with its own '<format>.…' options. A message"
                                    + " holds one record, or with JSON formats several values or"
                                    + " arrays of them, or with 'csv' one a line.");

    public static final ConfigOption<ErrorPolicy> ON_ERROR =
            ConfigOptions.key("on_error")
                    .enumType(ErrorPolicy.class)
                    .defaultValue(ErrorPolicy.FAIL)
                    .withFallbackKeys("on.error")
                    .withDescription(
                            "A record that can't be decoded: 'fail' fails the job, 'skip' leaves the"
                                    + " record out, counts it ('numRecordsInErrors'), and logs the"
                                    + " reason at most once a second.");

    public static final ConfigOption<String> EVENT_TIME_FIELD =
            ConfigOptions.key("event_time.field")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Field of the JSON records that holds their timestamp; it need not be a"
                                    + " column. WATERMARK FOR … AS SOURCE_WATERMARK() follows it;"
                                    + " an expression there looks at columns only.");

    public static final ConfigOption<String> EVENT_TIME_FORMAT =
            ConfigOptions.key("event_time.format")
                    .stringType()
                    .defaultValue("epoch_millis")
                    .withDescription(
                            "How that field is written: 'epoch_seconds', 'epoch_millis',"
                                    + " 'epoch_micros', 'epoch_nanos', 'iso8601', or a pattern such"
                                    + " as 'yyyy-MM-dd HH:mm:ss'. A time without a zone is UTC.");

    public static final ConfigOption<String> SUBSCRIBE_MESSAGE =
            ConfigOptions.key("subscribe.message")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Client mode: text message that is sent after each handshake, reconnects"
                                    + " included. '${env:NAME}' and '${file:/path}' in it are"
                                    + " resolved where the connection is opened.");

    public static final ConfigOption<String> SUBSCRIBE_MESSAGES =
            ConfigOptions.key("subscribe.messages")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Client mode: several such messages, in order, as a JSON array. A"
                                    + " string in it is sent as it is, any other value as JSON.");

    public static final ConfigOption<String> RESUME_FIELD =
            ConfigOptions.key("resume.field")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Client mode, for feeds that can replay: field of the JSON records, not"
                                    + " of an object in them. Its value in the last record is part"
                                    + " of the checkpoint, and after a restart or reconnect stands"
                                    + " for '${last}' in 'resume.message' and in the query of"
                                    + " 'url'. The source is at-least-once then.");

    public static final ConfigOption<String> RESUME_MESSAGE =
            ConfigOptions.key("resume.message")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Client mode: text message, such as"
                                    + " '{\"op\":\"subscribe\",\"cursor\":\"${last}\"}', that is sent"
                                    + " instead of 'subscribe.message' (of the last of"
                                    + " 'subscribe.messages') once there is a last record.");

    public static final ConfigOption<String> SEQUENCE_FIELD =
            ConfigOptions.key("sequence.field")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Field of the JSON records that counts them, in client mode for each"
                                    + " URL, in server mode for each connection. Where it skips"
                                    + " numbers, these records count as lost ('lostRecords').");

    public static final ConfigOption<Long> RECONNECT_INITIAL_DELAY =
            ConfigOptions.key("reconnect.initial_delay_ms")
                    .longType()
                    .defaultValue(1_000L)
                    .withFallbackKeys("reconnect.initial.delay.ms", "reconnect_initial_delay_ms")
                    .withDescription(
                            "Client mode: milliseconds before the first reconnect, and over which"
                                    + " the first connections of several subtasks or URLs are"
                                    + " spread. The delay doubles with each failure, with jitter,"
                                    + " and starts anew"
                                    + " after a connection that delivered a message.");

    public static final ConfigOption<Integer> RECONNECT_MAX_RETRIES =
            ConfigOptions.key("reconnect.max_retries")
                    .intType()
                    .defaultValue(0)
                    .withFallbackKeys("reconnect.max.retries", "reconnect_max_retries")
                    .withDescription(
                            "Client mode: reconnects in a row that bring no message, before the job"
                                    + " fails; 0 is unlimited.");

    public static final ConfigOption<Long> IDLE_TIMEOUT =
            ConfigOptions.key("idle_timeout_ms")
                    .longType()
                    .defaultValue(0L)
                    .withDescription(
                            "Milliseconds without a message after which a connection is closed, even"
                                    + " if pings are answered, and counted ('idleDisconnects');"
                                    + " client mode then reconnects. Time in which this side does"
                                    + " not read does not count. 0 is never.");

    public static final ConfigOption<Integer> BUFFER_CAPACITY =
            ConfigOptions.key("buffer.capacity")
                    .intType()
                    .defaultValue(10_000)
                    .withDescription(
                            "Messages that may wait between network and task. When that many wait,"
                                    + " or as many bytes as 'max_message_size' (at least 1 mb),"
                                    + " reading stops, and TCP pushes back on the sender, until"
                                    + " half of them are taken.");

    public static final ConfigOption<MemorySize> MAX_MESSAGE_SIZE =
            ConfigOptions.key("max_message_size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(64))
                    .withDescription(
                            "A larger message closes its connection with status 1009 and is"
                                    + " counted ('oversizedMessages'); nothing is buffered past"
                                    + " it.");

    public static final ConfigOption<Boolean> COMPRESSION =
            ConfigOptions.key("compression")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Whether messages may be compressed by 'permessage-deflate' (RFC 7692)."
                                    + " Client mode offers it; server mode accepts it from clients"
                                    + " that offer it. 'max_message_size' bounds the inflated"
                                    + " message.");

    /** In the order of the documentation. */
    static final List<ConfigOption<?>> ALL =
            concat(
                    List.of(URL, MODE, BIND_ADDRESS, SCAN_PARALLELISM, FORMAT),
                    ACCESS,
                    List.of(
                            ON_ERROR,
                            EVENT_TIME_FIELD,
                            EVENT_TIME_FORMAT,
                            SUBSCRIBE_MESSAGE,
                            SUBSCRIBE_MESSAGES,
                            RESUME_FIELD,
                            RESUME_MESSAGE,
                            SEQUENCE_FIELD,
                            RECONNECT_INITIAL_DELAY,
                            RECONNECT_MAX_DELAY,
                            RECONNECT_MAX_RETRIES,
                            PING_INTERVAL,
                            PING_TIMEOUT,
                            IDLE_TIMEOUT,
                            CONNECT_TIMEOUT,
                            HANDSHAKE_TIMEOUT,
                            PATH,
                            ALLOWED_ORIGINS,
                            MAX_CONNECTIONS,
                            BUFFER_CAPACITY,
                            MAX_MESSAGE_SIZE,
                            COMPRESSION));

    private WebSocketSourceOptions() {}

    /** Options without effect in the other mode, and therefore refused there. */
    static List<ConfigOption<?>> onlyIn(WebSocketMode mode) {
        return mode == WebSocketMode.CLIENT
                ? concat(
                        OF_CLIENT,
                        List.of(
                                SUBSCRIBE_MESSAGE,
                                SUBSCRIBE_MESSAGES,
                                RESUME_FIELD,
                                RESUME_MESSAGE,
                                RECONNECT_INITIAL_DELAY,
                                RECONNECT_MAX_RETRIES))
                : List.of(BIND_ADDRESS, PATH, ALLOWED_ORIGINS, MAX_CONNECTIONS);
    }
}
