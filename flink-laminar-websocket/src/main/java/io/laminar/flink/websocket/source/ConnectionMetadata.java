// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.Handshake;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.util.NetUtils;

/**
 * The connection that a message came by. One object serves all messages of the connection.
 *
 * @param remoteAddress of the other end, as {@code host:port} in numbers
 * @param url client mode: the address that was connected to; server mode: what the client asked
 *     for. Secrets in it are masked.
 * @param path of that URL, percent-encoded, without the query
 * @param headers client mode: of the server's answer; server mode: of the client's request. Names
 *     are in lower case, repeated ones are joined by commas, and those with credentials
 *     (authorization, cookies) are left out.
 */
@PublicEvolving
public record ConnectionMetadata(
        String remoteAddress, String url, String path, Map<String, String> headers) {

    public ConnectionMetadata {
        headers = Map.copyOf(headers);
    }

    static ConnectionMetadata of(Channel channel) {
        Handshake handshake = Handshake.of(channel);
        return new ConnectionMetadata(
                channel.remoteAddress() instanceof InetSocketAddress address
                        ? NetUtils.socketAddressToUrlString(address)
                        : String.valueOf(channel.remoteAddress()),
                handshake.url(),
                handshake.path(),
                handshake.headers());
    }
}
