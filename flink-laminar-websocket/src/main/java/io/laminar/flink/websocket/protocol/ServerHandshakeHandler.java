// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.util.concurrent.Future;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server's half of the handshake (RFC 6455, section 4.2); puts a {@link FrameHandler} in its
 * place when it is done. Any other request gets a plain HTTP answer and the end of its connection.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, which is heard.
final class ServerHandshakeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Gatekeeper.Refusal FULL =
            new Gatekeeper.Refusal(
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "As many clients as allowed are connected: try again later.");

    private final ConnectionSettings settings;
    private final ConnectionListener listener;
    private final Gatekeeper gatekeeper;
    private final Admission admission;
    private @Nullable Future<?> deadline;
    private boolean answered;

    ServerHandshakeHandler(
            ConnectionSettings settings,
            ConnectionListener listener,
            Gatekeeper gatekeeper,
            Admission admission) {
        this.settings = settings;
        this.listener = listener;
        this.gatekeeper = gatekeeper;
        this.admission = admission;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (!admission.tryWait()) {
            // A flood of connections that ask for nothing: without a word.
            context.close();
            return;
        }
        deadline =
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

    /** The handshake is done, or the connection gone. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        admission.waited();
        if (deadline != null) {
            // Else it would keep the connection for so long.
            deadline.cancel(false);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (answered) {
            return;
        }
        answered = true;
        Optional<Gatekeeper.Refusal> refusal = gatekeeper.refusalOf(request);
        if (refusal.isPresent()) {
            refuse(context, refusal.get());
        } else if (!admission.tryAdmit(context.channel())) {
            refuse(context, FULL);
        } else {
            accept(context, request);
        }
    }

    private void accept(ChannelHandlerContext context, FullHttpRequest request) {
        Optional<PerMessageDeflate> compression =
                PerMessageDeflate.accept(
                        request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS),
                        settings.compression());
        HttpHeaders answer = new DefaultHttpHeaders();
        compression.ifPresent(
                agreed -> answer.set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, agreed.answer()));
        // Netty would look at the first line of the offer only.
        String subprotocol = gatekeeper.subprotocolFor(request);
        if (subprotocol != null) {
            answer.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, subprotocol);
        }
        WebSocketDecoderConfig decoder =
                WebSocketDecoderConfig.newBuilder()
                        .expectMaskedFrames(true)
                        .allowExtensions(compression.isPresent())
                        .maxFramePayloadLength(settings.maxMessageBytes())
                        .closeOnProtocolViolation(false)
                        .build();
        Handshake.of(request, context.channel()).attachTo(context.channel());
        new WebSocketServerHandshaker13(null, /* subprotocols= */ null, decoder)
                .handshake(context.channel(), request, answer, context.newPromise())
                .addListener(
                        written -> {
                            if (written.isSuccess()) {
                                FrameHandler.install(
                                        context,
                                        settings,
                                        listener,
                                        /* closesFirst= */ true,
                                        compression.orElse(null));
                            } else {
                                context.close();
                            }
                        });
    }

    private static void refuse(ChannelHandlerContext context, Gatekeeper.Refusal refusal) {
        ByteBuf text =
                ByteBufUtil.encodeString(
                        context.alloc(),
                        CharBuffer.wrap(refusal.text() + "\n"),
                        StandardCharsets.UTF_8);
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, refusal.status(), text);
        response.headers()
                .add(refusal.headers())
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        HttpUtil.setContentLength(response, text.readableBytes());
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A scanner, a broken client: nothing that the job or its user could act on.
        context.close();
    }
}
