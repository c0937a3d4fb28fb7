// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.secret.Redacted;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.annotation.Internal;

/**
 * What the two ends said to each other before the first message. It stays with the channel for as
 * long as that is open.
 *
 * @param url what was asked for, safe to print
 * @param path of the URL, as it was sent (percent-encoded), without the query
 * @param headers what the other end sent, by name in lower case, those with credentials left out;
 *     repeated ones are joined by commas
 */
@Internal
public record Handshake(String url, String path, Map<String, String> headers) {

    private static final AttributeKey<Handshake> KEY = AttributeKey.valueOf(Handshake.class, "of");

    /** They would else end up in tables. */
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

    public Handshake {
        headers = Map.copyOf(headers);
    }

    /** The server's view. */
    static Handshake of(HttpRequest request, Channel channel) {
        String target = request.uri();
        int query = target.indexOf('?');
        String scheme = channel.pipeline().get(SslHandler.class) == null ? "ws://" : "wss://";
        String host = request.headers().get(HttpHeaderNames.HOST, "");
        return new Handshake(
                Redacted.text(scheme + host + target),
                query < 0 ? target : target.substring(0, query),
                readable(request.headers()));
    }

    /** The client's view. */
    static Handshake of(WebSocketUrl url, URI uri, HttpHeaders answer) {
        String path = uri.getRawPath();
        return new Handshake(
                url.toString(), path == null || path.isEmpty() ? "/" : path, readable(answer));
    }

    void attachTo(Channel channel) {
        channel.attr(KEY).set(this);
    }

    /** The handshake of a channel that is open to messages. */
    public static Handshake of(Channel channel) {
        return channel.attr(KEY).get();
    }

    private static Map<String, String> readable(HttpHeaders headers) {
        Map<String, String> readable = new TreeMap<>();
        headers.forEach(
                header -> {
                    String name = header.getKey().toLowerCase(Locale.ROOT);
                    if (!CREDENTIALS.contains(name)) {
                        readable.merge(name, header.getValue(), (all, one) -> all + ", " + one);
                    }
                });
        return readable;
    }
}
