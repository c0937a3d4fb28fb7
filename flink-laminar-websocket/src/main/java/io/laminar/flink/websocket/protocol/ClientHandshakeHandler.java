// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The client's half of the handshake (RFC 6455, section 4.1); puts a {@link FrameHandler} in its
 * place when it is done. The head of the answer decides, whatever body a refusal has. The promise
 * fails with an exception whose message is for users, or is left to whoever takes a redirect.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, which is heard.
final class ClientHandshakeHandler extends SimpleChannelInboundHandler<HttpObject> {

    private final WebSocketUrl url;
    private final Hop hop;
    private final ClientHandshaker handshaker;
    private final ConnectionSettings settings;
    private final ConnectionListener listener;
    private final Promise<Void> opened;
    private final Consumer<String> redirect;

    /** Redirected: what becomes of this connection is of no interest any more. */
    private boolean left;

    ClientHandshakeHandler(
            WebSocketUrl url,
            Hop hop,
            ClientHandshaker handshaker,
            ConnectionSettings settings,
            ConnectionListener listener,
            Promise<Void> opened,
            Consumer<String> redirect) {
        this.url = url;
        this.hop = hop;
        this.handshaker = handshaker;
        this.settings = settings;
        this.listener = listener;
        this.opened = opened;
        this.redirect = redirect;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.executor()
                .schedule(
                        () ->
                                fail(
                                        context,
                                        HandshakeErrors.handshakeTimeout(
                                                url.toString(), settings.handshakeTimeout()),
                                        null),
                        settings.handshakeTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
        handshaker
                .handshake(context.channel())
                .addListener(
                        sent -> {
                            if (!sent.isSuccess()) {
                                failConnection(context, sent.cause());
                            }
                        });
        context.fireChannelActive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject received) {
        if (left || !(received instanceof HttpResponse response)) {
            return;
        }
        if (response.decoderResult().isFailure()) {
            fail(
                    context,
                    HandshakeErrors.badHandshake(
                            url.toString(), FailureReason.of(response.decoderResult())),
                    response.decoderResult().cause());
            return;
        }
        if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            refused(context, response);
            return;
        }
        String offered = handshaker.expectedSubprotocol();
        String chosen = response.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        if (!isAnswerTo(offered, chosen)) {
            fail(context, HandshakeErrors.otherSubprotocol(url.toString(), offered, chosen), null);
            return;
        }
        List<String> extensions =
                response.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS);
        try {
            handshaker.agreeOnCompression(extensions);
        } catch (IllegalArgumentException e) {
            fail(
                    context,
                    HandshakeErrors.badExtensions(
                            url.toString(), String.join(", ", extensions), settings.compression()),
                    e);
            return;
        }
        try {
            handshaker.finishHandshake(context.channel(), withoutBody(response));
        } catch (WebSocketHandshakeException e) {
            fail(
                    context,
                    HandshakeErrors.badHandshake(
                            url.toString(), Printable.text(String.valueOf(e.getMessage()))),
                    e);
            return;
        }
        Handshake.of(url, handshaker.uri(), response.headers()).attachTo(context.channel());
        if (!opened.trySuccess(null)) {
            // Given up meanwhile, as TLS still said goodbye: another connection is in its place.
            context.close();
            return;
        }
        FrameHandler.install(
                context, settings, listener, /* closesFirst= */ false, handshaker.compression());
    }

    private static FullHttpResponse withoutBody(HttpResponse response) {
        return new DefaultFullHttpResponse(
                response.protocolVersion(),
                response.status(),
                Unpooled.EMPTY_BUFFER,
                response.headers(),
                EmptyHttpHeaders.INSTANCE);
    }

    private void refused(ChannelHandlerContext context, HttpResponse response) {
        int status = response.status().code();
        String location = response.headers().get(HttpHeaderNames.LOCATION);
        if (Hop.isRedirect(status) && location != null) {
            left = true;
            context.close();
            redirect.accept(location);
            return;
        }
        String printable = Printable.text(response.status().toString());
        if (hop.isElsewhere() && (status == 401 || status == 403)) {
            fail(
                    context,
                    HandshakeRefusedException.forGood(
                            HandshakeErrors.refusedElsewhere(
                                    url.toString(), Printable.text(hop.host()), printable)));
            return;
        }
        HandshakeRefusedException refusal =
                switch (status) {
                    case 401 ->
                            HandshakeRefusedException.unauthorized(
                                    HandshakeErrors.unauthorized(url.toString(), printable));
                    case 403 ->
                            HandshakeRefusedException.forGood(
                                    HandshakeErrors.forbidden(url.toString(), printable));
                    default ->
                            HandshakeRefusedException.forNow(
                                    HandshakeErrors.refusedHandshake(url.toString(), printable),
                                    retryAfter(response));
                };
        fail(context, refusal);
    }

    private static @Nullable Duration retryAfter(HttpResponse response) {
        int status = response.status().code();
        return status == 429 || status == 503
                ? RetryAfter.parse(
                        response.headers().get(HttpHeaderNames.RETRY_AFTER), Instant.now())
                : null;
    }

    /** RFC 6455, section 4.1: one of what was offered, and none if nothing was. */
    private static boolean isAnswerTo(@Nullable String offered, @Nullable String chosen) {
        return offered == null
                ? chosen == null
                : chosen != null && HeaderText.tokens(offered).contains(chosen.strip());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        failConnection(context, new IOException("the server closed the connection"));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failConnection(context, cause);
    }

    private void failConnection(ChannelHandlerContext context, Throwable cause) {
        fail(context, FailureReason.cannotConnect(url.toString(), cause), cause);
    }

    private void fail(ChannelHandlerContext context, String message, @Nullable Throwable cause) {
        fail(context, new IOException(message, cause));
    }

    private void fail(ChannelHandlerContext context, IOException failure) {
        if (!left && opened.tryFailure(failure)) {
            context.close();
        }
    }
}
