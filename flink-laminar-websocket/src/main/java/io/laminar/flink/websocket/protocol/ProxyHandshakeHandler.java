// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks an HTTP proxy for a tunnel (RFC 9110, section 9.3.6), and leaves the pipeline empty behind
 * it. Failures have a message for users.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, which is heard.
final class ProxyHandshakeHandler extends SimpleChannelInboundHandler<FullHttpResponse> {

    private final ProxyUrl.Address proxy;
    private final String target;
    private final Duration timeout;
    private final Runnable opened;
    private final Consumer<IOException> failed;

    private boolean done;

    /**
     * Makes the handler of one connection.
     *
     * @param target {@code host:port} to be connected with
     */
    ProxyHandshakeHandler(
            ProxyUrl.Address proxy,
            String target,
            Duration timeout,
            Runnable opened,
            Consumer<IOException> failed) {
        this.proxy = proxy;
        this.target = target;
        this.timeout = timeout;
        this.opened = opened;
        this.failed = failed;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.executor()
                .schedule(
                        () -> fail(context, AccessErrors.proxyTimeout(proxy, target, timeout)),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.CONNECT, target);
        request.headers().set(HttpHeaderNames.HOST, target);
        if (proxy.authorization() != null) {
            request.headers().set(HttpHeaderNames.PROXY_AUTHORIZATION, proxy.authorization());
        }
        context.writeAndFlush(request);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        String status = Printable.text(response.status().toString());
        if (response.decoderResult().isFailure()) {
            fail(context, AccessErrors.proxyRefused(proxy, target, "no HTTP answer"));
        } else if (response.status().code() == 407) {
            fail(
                    context,
                    HandshakeRefusedException.forGood(
                            AccessErrors.proxyUnauthorized(proxy, target, status)));
        } else if (response.status().code() / 100 != 2) {
            fail(context, AccessErrors.proxyRefused(proxy, target, status));
        } else {
            done = true;
            context.pipeline().remove(HttpObjectAggregator.class);
            context.pipeline().remove(HttpClientCodec.class);
            context.pipeline().remove(this);
            opened.run();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(context, AccessErrors.proxyRefused(proxy, target, "a closed connection"));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, AccessErrors.proxyRefused(proxy, target, FailureReason.of(cause)));
    }

    private void fail(ChannelHandlerContext context, String message) {
        fail(context, new IOException(message));
    }

    private void fail(ChannelHandlerContext context, IOException failure) {
        if (!done) {
            done = true;
            failed.accept(failure);
            context.close();
        }
    }
}
