// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.util.concurrent.TimeUnit;

/**
 * The server's half of the handshake (RFC 6455, section 4.2); puts a {@link FrameHandler} in its
 * place when it is done. Any other request gets a plain HTTP answer and the end of its connection.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, which is heard.
final class ServerHandshakeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private final ConnectionSettings settings;
    private final ConnectionListener listener;
    private final Admission admission;
    private boolean answered;

    ServerHandshakeHandler(
            ConnectionSettings settings, ConnectionListener listener, Admission admission) {
        this.settings = settings;
        this.listener = listener;
        this.admission = admission;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.executor()
                .schedule(
                        () -> {
                            if (!answered) {
                                context.close();
                            }
                        },
                        settings.handshakeTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (answered) {
            return;
        }
        answered = true;
        if (request.decoderResult().isFailure() || !HttpMethod.GET.equals(request.method())) {
            refuse(context, HttpResponseStatus.BAD_REQUEST);
        } else if (!isUpgrade(request)) {
            refuse(context, HttpResponseStatus.UPGRADE_REQUIRED);
        } else if (!admission.tryAdmit(context.channel())) {
            refuse(context, HttpResponseStatus.SERVICE_UNAVAILABLE);
        } else {
            accept(context, request);
        }
    }

    private static boolean isUpgrade(FullHttpRequest request) {
        return request.headers()
                        .containsValue(
                                HttpHeaderNames.UPGRADE,
                                HttpHeaderValues.WEBSOCKET,
                                /* ignoreCase= */ true)
                && request.headers()
                        .contains(
                                HttpHeaderNames.SEC_WEBSOCKET_VERSION,
                                "13",
                                /* ignoreCase= */ true);
    }

    private void accept(ChannelHandlerContext context, FullHttpRequest request) {
        WebSocketDecoderConfig decoder =
                WebSocketDecoderConfig.newBuilder()
                        .expectMaskedFrames(true)
                        .allowExtensions(false)
                        .maxFramePayloadLength(settings.maxMessageBytes())
                        .closeOnProtocolViolation(false)
                        .build();
        Handshake.of(request, context.channel()).attachTo(context.channel());
        try {
            new WebSocketServerHandshaker13(null, null, decoder)
                    .handshake(context.channel(), request)
                    .addListener(
                            answer -> {
                                if (answer.isSuccess()) {
                                    open(context);
                                } else {
                                    context.close();
                                }
                            });
        } catch (WebSocketServerHandshakeException e) {
            refuse(context, HttpResponseStatus.BAD_REQUEST);
        }
    }

    private void open(ChannelHandlerContext context) {
        FrameHandler frames = new FrameHandler(settings, listener);
        context.pipeline()
                .addAfter(context.name(), "frames", frames)
                .replace(
                        this,
                        "utf8",
                        new Utf8FrameValidator(/* closeOnProtocolViolation= */ false));
        frames.open(context.pipeline().context(frames));
    }

    private static void refuse(ChannelHandlerContext context, HttpResponseStatus status) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, context.alloc().buffer(0));
        HttpUtil.setContentLength(response, 0);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
            response.headers()
                    .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                    .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
        }
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A scanner, a broken client: nothing that the job or its user could act on.
        context.close();
    }
}
