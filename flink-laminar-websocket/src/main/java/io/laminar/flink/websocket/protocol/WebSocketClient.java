// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.secret.UnresolvedSecretException;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections to one server. Redirects are followed, see {@link Hop}.
 *
 * <p>With {@link ClientCredentials} it gets a token first, keeps it for later connections while it
 * lasts, and once gets another if the server does not take it. An open connection is not cut when
 * its token expires.
 *
 * <p>Threads: the event loop only.
 */
@Internal
public final class WebSocketClient {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketClient.class);

    private final EventLoop loop;
    private final WebSocketUrl url;
    private final ClientHandshake handshake;
    private final ConnectionSettings settings;
    private final ConnectionListener listener;
    private final Dialer dialer;
    private final @Nullable AccessTokens tokens;

    public WebSocketClient(
            EventLoop loop,
            WebSocketUrl url,
            ClientHandshake handshake,
            Duration connectTimeout,
            ConnectionSettings settings,
            ConnectionListener listener) {
        this.loop = loop;
        this.url = url;
        this.handshake = handshake;
        this.settings = settings;
        this.listener = listener;
        this.dialer =
                new Dialer(
                        loop,
                        connectTimeout,
                        settings.handshakeTimeout(),
                        settings.tls(),
                        new ProxyChoice(handshake.proxy(), System::getenv));
        ClientCredentials credentials = handshake.credentials();
        this.tokens =
                credentials == null
                        ? null
                        : new AccessTokens(dialer, credentials, System::nanoTime);
    }

    /**
     * Tries once. The future succeeds just before {@link ConnectionListener#onOpen}; or it fails,
     * with an exception whose message is for users, and the listener hears nothing.
     */
    public Future<Void> connect() {
        return connect((String) null);
    }

    /** As {@link #connect()}, with a value for <code>${last}</code> in the URL, if there is one. */
    public Future<Void> connect(@Nullable String last) {
        Promise<Void> opened = newPromise();
        if (tokens == null) {
            connect(last, null, opened);
        } else {
            connect(last, tokens, opened, /* mayRenew= */ true);
        }
        return opened;
    }

    private void connect(
            @Nullable String last, AccessTokens source, Promise<Void> opened, boolean mayRenew) {
        Future<String> token = source.authorization();
        token.addListener(
                got -> {
                    if (got.isSuccess()) {
                        Promise<Void> attempt = newPromise();
                        attempt.addListener(done -> conclude(last, source, done, opened, mayRenew));
                        connect(last, token.getNow(), attempt);
                    } else {
                        opened.tryFailure(got.cause());
                    }
                });
    }

    /** The server may have revoked a token that this side still held for good. */
    private void conclude(
            @Nullable String last,
            AccessTokens source,
            Future<?> attempt,
            Promise<Void> opened,
            boolean mayRenew) {
        if (attempt.isSuccess()) {
            opened.trySuccess(null);
        } else if (!(attempt.cause() instanceof HandshakeRefusedException refusal
                && refusal.isUnauthorized())) {
            opened.tryFailure(attempt.cause());
        } else if (mayRenew) {
            source.discard();
            connect(last, source, opened, /* mayRenew= */ false);
        } else {
            source.discard();
            opened.tryFailure(
                    HandshakeRefusedException.forGood(
                            AccessErrors.tokenNotTaken(url.toString(), source.endpoint())));
        }
    }

    private void connect(
            @Nullable String last, @Nullable String authorization, Promise<Void> opened) {
        try {
            HttpHeaders headers = handshake.resolve();
            if (authorization != null) {
                headers.set(HttpHeaderNames.AUTHORIZATION, authorization);
            }
            connect(new Hop(url.resolve(last), headers, 0), opened);
        } catch (IllegalArgumentException | UnresolvedSecretException | IOException e) {
            opened.tryFailure(e);
        }
    }

    private Promise<Void> newPromise() {
        return loop.group().next().newPromise();
    }

    private void redirect(Hop from, String location, Promise<Void> opened) {
        try {
            Hop target = from.follow(location, url);
            LOG.info("{} redirects to host '{}'", url, Printable.text(target.host()));
            connect(target, opened);
        } catch (IllegalArgumentException | UnresolvedSecretException | IOException e) {
            opened.tryFailure(e);
        }
    }

    private void connect(Hop hop, Promise<Void> opened) throws IOException {
        dialer.dial(
                new Dialer.Target(hop.isSecure(), hop.host(), hop.port(), url.toString()),
                pipeline ->
                        pipeline.addLast(new HttpClientCodec())
                                .addLast(
                                        new ClientHandshakeHandler(
                                                url,
                                                hop,
                                                new ClientHandshaker(
                                                        hop.uri(),
                                                        handshake.subprotocol(),
                                                        hop.headers(),
                                                        settings),
                                                settings,
                                                listener,
                                                opened,
                                                location -> redirect(hop, location, opened))),
                opened::tryFailure);
    }
}
