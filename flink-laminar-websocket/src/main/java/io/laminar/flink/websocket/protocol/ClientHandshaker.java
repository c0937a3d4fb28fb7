// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Version 13, which is RFC 6455, with the offer of compression, and with a decoder that leaves
 * closing to {@link FrameHandler}.
 */
final class ClientHandshaker extends WebSocketClientHandshaker13 {

    private final ConnectionSettings settings;
    private @Nullable PerMessageDeflate compression;

    ClientHandshaker(
            URI uri,
            @Nullable String subprotocol,
            HttpHeaders headers,
            ConnectionSettings settings) {
        super(
                uri,
                WebSocketVersion.V13,
                subprotocol,
                /* allowExtensions= */ false,
                withOffer(headers, settings.compression()),
                settings.maxMessageBytes());
        this.settings = settings;
    }

    private static HttpHeaders withOffer(HttpHeaders headers, Compression compression) {
        return compression == Compression.NONE
                ? headers
                : headers.copy()
                        .set(
                                HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS,
                                PerMessageDeflate.offer(compression));
    }

    /**
     * Comes before the handshake is finished: frames are read accordingly.
     *
     * @param extensions lines of the server's header
     * @throws IllegalArgumentException if they are no answer to the offer
     */
    void agreeOnCompression(List<String> extensions) {
        compression = PerMessageDeflate.agreed(extensions, settings.compression());
    }

    /** What was agreed on; null for none. */
    @Nullable PerMessageDeflate compression() {
        return compression;
    }

    /** Without the origin that Netty makes up: this is no web page, and servers may ask. */
    @Override
    protected FullHttpRequest newHandshakeRequest() {
        FullHttpRequest request = super.newHandshakeRequest();
        if (!customHeaders.contains(HttpHeaderNames.ORIGIN)) {
            request.headers().remove(HttpHeaderNames.ORIGIN);
        }
        return request;
    }

    @Override
    protected WebSocketFrameDecoder newWebsocketDecoder() {
        return new WebSocket13FrameDecoder(
                WebSocketDecoderConfig.newBuilder()
                        .expectMaskedFrames(false)
                        .allowExtensions(compression != null)
                        .maxFramePayloadLength(settings.maxMessageBytes())
                        .closeOnProtocolViolation(false)
                        .build());
    }
}
