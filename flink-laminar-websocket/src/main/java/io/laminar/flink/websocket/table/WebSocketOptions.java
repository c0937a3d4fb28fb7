// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of {@code 'connector' = 'websocket'} that mean the same to a source and a sink. */
@PublicEvolving
public abstract sealed class WebSocketOptions permits WebSocketSourceOptions, WebSocketSinkOptions {

    public static final ConfigOption<String> URL =
            ConfigOptions.key("url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Client mode: address of the server, 'ws://' or 'wss://' (TLS). A source"
                                    + " takes several, with commas between, and spreads them over"
                                    + " its subtasks. '${env:NAME}' and '${file:/path}' in it are"
                                    + " resolved where the connection is opened.");

    public static final ConfigOption<String> PATH =
            ConfigOptions.key("path")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Server mode: the URL's path, without its query. Another one is"
                                    + " answered with HTTP 404. Any path, if not set.");

    public static final ConfigOption<List<String>> ALLOWED_ORIGINS =
            ConfigOptions.key("allowed_origins")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withFallbackKeys("allowed.origins")
                    .withDescription(
                            "Server mode: origins of web pages that may connect, such as"
                                    + " 'https://app.example.com', with ';' between. A browser"
                                    + " whose page has another one is answered with HTTP 403."
                                    + " Clients that send no 'Origin' header are no browsers and"
                                    + " let in. Any origin, if not set.");

    public static final ConfigOption<String> AUTH =
            ConfigOptions.key("auth")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Value of the header 'Authorization', such as 'Bearer ${env:TOKEN}'."
                                    + " Client mode sends it. In server mode a client that sends"
                                    + " another value is answered with HTTP 401. '${env:NAME}' and"
                                    + " '${file:/path}' in it are resolved where the connection is"
                                    + " opened.");

    public static final ConfigOption<String> AUTH_TOKEN_URL =
            ConfigOptions.key("auth.token.url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Client mode: token endpoint of an OAuth 2 server, where a token is"
                                    + " fetched by client credentials, instead of 'auth'. A new one"
                                    + " is fetched for the first connection after it is about to"
                                    + " expire, and once after HTTP 401. Connections that are open"
                                    + " stay open.");

    public static final ConfigOption<String> AUTH_CLIENT_ID =
            ConfigOptions.key("auth.client_id")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Client mode: with 'auth.token.url', the name of this client there.");

    public static final ConfigOption<String> AUTH_CLIENT_SECRET =
            ConfigOptions.key("auth.client_secret")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Client mode: with 'auth.token.url', the secret of this client, better"
                                    + " as '${env:NAME}' or '${file:/path}'.");

    public static final ConfigOption<String> AUTH_SCOPE =
            ConfigOptions.key("auth.scope")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Client mode: with 'auth.token.url', what the token is to be good for:"
                                    + " names with spaces between. What the server thinks fit, if"
                                    + " not set.");

    public static final ConfigOption<String> PROXY_URL =
            ConfigOptions.key("proxy.url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Client mode: HTTP proxy by which 'url' and 'auth.token.url' are"
                                    + " reached, 'http://user:${env:PASSWORD}@host:port'. If not"
                                    + " set, the environment of the task manager decides:"
                                    + " 'https_proxy' or 'HTTPS_PROXY' for 'wss://', 'http_proxy'"
                                    + " for 'ws://', unless 'no_proxy' names the host, a domain"
                                    + " above it or '*'.");

    public static final ConfigOption<Map<String, String>> HEADERS =
            ConfigOptions.key("headers")
                    .mapType()
                    .noDefaultValue()
                    .withDescription(
                            "Client mode: 'headers.X-Name' = 'value' sends a header with the"
                                    + " handshake; any number of them. '${env:NAME}' and"
                                    + " '${file:/path}' in a value are resolved where the"
                                    + " connection is opened.");

    public static final ConfigOption<String> SUBPROTOCOL =
            ConfigOptions.key("subprotocol")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Value of the header 'Sec-WebSocket-Protocol': one name, or several"
                                    + " with commas. Client mode offers them, and the server has to"
                                    + " choose one. In server mode a client that offers none of"
                                    + " them is answered with HTTP 400.");

    public static final ConfigOption<String> SSL_TRUST_STORE =
            ConfigOptions.key("ssl.trust_store")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Client mode: file on the task managers with the certificates to trust:"
                                    + " PKCS #12, JKS or PEM. The JVM's trust store, if not set.");

    public static final ConfigOption<String> SSL_TRUST_STORE_PASSWORD =
            ConfigOptions.key("ssl.trust_store_password")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Password of 'ssl.trust_store', better as '${env:NAME}' or"
                                    + " '${file:/path}'.");

    public static final ConfigOption<String> SSL_KEY_STORE =
            ConfigOptions.key("ssl.key_store")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File on the task managers with a certificate and its key: PKCS #12, JKS"
                                    + " or PEM. In client mode it is shown to a server that asks"
                                    + " for it. A server that has one speaks TLS ('wss://') only.");

    public static final ConfigOption<String> SSL_KEY_STORE_PASSWORD =
            ConfigOptions.key("ssl.key_store_password")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Password of 'ssl.key_store' and of its key, better as '${env:NAME}' or"
                                    + " '${file:/path}'.");

    public static final ConfigOption<Long> RECONNECT_MAX_DELAY =
            ConfigOptions.key("reconnect.max_delay_ms")
                    .longType()
                    .defaultValue(30_000L)
                    .withFallbackKeys("reconnect.max.delay.ms", "reconnect_max_delay_ms")
                    .withDescription("Client mode: milliseconds that the delay grows to at most.");

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
                            "Milliseconds after a ping without any sign of life, after which the"
                                    + " connection counts as broken and is closed; client mode"
                                    + " then reconnects.");

    public static final ConfigOption<Long> HANDSHAKE_TIMEOUT =
            ConfigOptions.key("handshake_timeout_ms")
                    .longType()
                    .defaultValue(10_000L)
                    .withDescription(
                            "Milliseconds from the open TCP connection to the end of the WebSocket"
                                    + " handshake.");

    public static final ConfigOption<Long> CONNECT_TIMEOUT =
            ConfigOptions.key("connect_timeout_ms")
                    .longType()
                    .defaultValue(10_000L)
                    .withDescription(
                            "Client mode: milliseconds for DNS, and for the TCP connection.");

    /** What both sides ask of each other, in the order of the documentation. */
    static final List<ConfigOption<?>> ACCESS =
            List.of(
                    AUTH,
                    AUTH_TOKEN_URL,
                    AUTH_CLIENT_ID,
                    AUTH_CLIENT_SECRET,
                    AUTH_SCOPE,
                    PROXY_URL,
                    HEADERS,
                    SUBPROTOCOL,
                    SSL_TRUST_STORE,
                    SSL_TRUST_STORE_PASSWORD,
                    SSL_KEY_STORE,
                    SSL_KEY_STORE_PASSWORD);

    /** Without effect in server mode, and therefore refused there. */
    static final List<ConfigOption<?>> OF_CLIENT =
            List.of(
                    URL,
                    AUTH_TOKEN_URL,
                    AUTH_CLIENT_ID,
                    AUTH_CLIENT_SECRET,
                    AUTH_SCOPE,
                    PROXY_URL,
                    HEADERS,
                    RECONNECT_MAX_DELAY,
                    CONNECT_TIMEOUT,
                    SSL_TRUST_STORE,
                    SSL_TRUST_STORE_PASSWORD);

    WebSocketOptions() {}

    @SafeVarargs
    static List<ConfigOption<?>> concat(List<ConfigOption<?>>... parts) {
        List<ConfigOption<?>> all = new ArrayList<>();
        for (List<ConfigOption<?>> part : parts) {
            all.addAll(part);
        }
        return all;
    }
}
