// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The client's half of the handshake (RFC 6455, section 4.1); puts a {@link FrameHandler} in its
 * place when it is done. The promise fails with an exception whose message is for users.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, which is heard.
final class ClientHandshakeHandler extends SimpleChannelInboundHandler<FullHttpResponse> {

    private final WebSocketUrl url;
    private final WebSocketClientHandshaker handshaker;
    private final ConnectionSettings settings;
    private final ConnectionListener listener;
    private final Promise<Void> opened;

    ClientHandshakeHandler(
            WebSocketUrl url,
            WebSocketClientHandshaker handshaker,
            ConnectionSettings settings,
            ConnectionListener listener,
            Promise<Void> opened) {
        this.url = url;
        this.handshaker = handshaker;
        this.settings = settings;
        this.listener = listener;
        this.opened = opened;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.executor()
                .schedule(
                        () ->
                                fail(
                                        context,
                                        WebSocketErrors.handshakeTimeout(
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
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            fail(
                    context,
                    WebSocketErrors.refusedHandshake(
                            url.toString(), Printable.text(response.status().toString())),
                    null);
            return;
        }
        try {
            handshaker.finishHandshake(context.channel(), response);
        } catch (WebSocketHandshakeException e) {
            fail(
                    context,
                    WebSocketErrors.badHandshake(
                            url.toString(), Printable.text(String.valueOf(e.getMessage()))),
                    e);
            return;
        }
        Handshake.of(url, handshaker.uri(), response.headers()).attachTo(context.channel());
        FrameHandler frames = new FrameHandler(settings, listener);
        String name = context.name() + "-frames";
        context.pipeline()
                .addAfter(context.name(), name, frames)
                .replace(
                        this,
                        "utf8",
                        new Utf8FrameValidator(/* closeOnProtocolViolation= */ false));
        opened.trySuccess(null);
        frames.open(context.pipeline().context(frames));
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
        Throwable root = cause.getCause() instanceof SSLException tlsFailure ? tlsFailure : cause;
        String reason = root.getMessage() == null ? root.toString() : root.getMessage();
        fail(context, WebSocketErrors.cannotConnect(url.toString(), Printable.text(reason)), cause);
    }

    private void fail(ChannelHandlerContext context, String message, @Nullable Throwable cause) {
        if (opened.tryFailure(new IOException(message, cause))) {
            context.close();
        }
    }
}
