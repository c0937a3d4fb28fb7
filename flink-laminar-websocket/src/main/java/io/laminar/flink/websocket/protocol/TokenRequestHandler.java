// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks a token endpoint once (RFC 6749, section 4.4.2). Failures have a message for users. */
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, which is heard.
final class TokenRequestHandler extends SimpleChannelInboundHandler<FullHttpResponse> {

    private final ClientCredentials credentials;
    private final String authorization;
    private final Dialer.Target target;
    private final Duration timeout;
    private final Promise<AccessToken> token;

    TokenRequestHandler(
            ClientCredentials credentials,
            String authorization,
            Dialer.Target target,
            Duration timeout,
            Promise<AccessToken> token) {
        this.credentials = credentials;
        this.authorization = authorization;
        this.target = target;
        this.timeout = timeout;
        this.token = token;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.executor()
                .schedule(
                        () ->
                                fail(
                                        context,
                                        new IOException(
                                                AccessErrors.tokenTimeout(target.name(), timeout))),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        context.writeAndFlush(request(context))
                .addListener(
                        sent -> {
                            if (!sent.isSuccess()) {
                                exceptionCaught(context, sent.cause());
                            }
                        });
    }

    private FullHttpRequest request(ChannelHandlerContext context) {
        URI endpoint = credentials.endpoint();
        String path = endpoint.getRawPath().isEmpty() ? "/" : endpoint.getRawPath();
        String query = endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery();
        ByteBuf body = ByteBufUtil.writeAscii(context.alloc(), credentials.body());
        FullHttpRequest request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1, HttpMethod.POST, path + query, body);
        request.headers()
                .set(HttpHeaderNames.HOST, endpoint.getRawAuthority())
                .set(HttpHeaderNames.AUTHORIZATION, authorization)
                .set(HttpHeaderNames.ACCEPT, HttpHeaderValues.APPLICATION_JSON)
                .set(
                        HttpHeaderNames.CONTENT_TYPE,
                        HttpHeaderValues.APPLICATION_X_WWW_FORM_URLENCODED)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        HttpUtil.setContentLength(request, body.readableBytes());
        return request;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        if (response.decoderResult().isFailure()) {
            String reason = FailureReason.of(response.decoderResult());
            fail(context, new IOException(AccessErrors.badToken(target.name(), reason)));
            return;
        }
        try {
            token.trySuccess(AccessToken.read(target.name(), response));
        } catch (IOException e) {
            token.tryFailure(e);
        }
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        exceptionCaught(context, new IOException("the server closed the connection"));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, new IOException(FailureReason.cannotConnect(target.name(), cause), cause));
    }

    private void fail(ChannelHandlerContext context, IOException failure) {
        if (token.tryFailure(failure)) {
            context.close();
        }
    }
}
