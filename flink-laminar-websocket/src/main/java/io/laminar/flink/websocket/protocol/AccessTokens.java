// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.secret.UnresolvedSecretException;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token of one client: asked for when a connection needs one, kept until shortly before it
 * expires, and asked for anew then. A connection that is open outlives its token.
 *
 * <p>Threads: the event loop only.
 */
final class AccessTokens {

    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);

    private static final int MAX_ANSWER_BYTES = 256 * 1024;

    /** A token has to live through the handshake, on clocks that may differ. */
    private static final long MARGIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Dialer dialer;
    private final ClientCredentials credentials;
    private final Dialer.Target target;
    private final LongSupplier nanoClock;

    private @Nullable AccessToken token;
    private long receivedNanos;

    AccessTokens(Dialer dialer, ClientCredentials credentials, LongSupplier nanoClock) {
        this.dialer = dialer;
        this.credentials = credentials;
        this.nanoClock = nanoClock;
        URI endpoint = credentials.endpoint();
        boolean secure = endpoint.getScheme().equalsIgnoreCase("https");
        if (!secure && !isThisMachine(host(endpoint))) {
            LOG.warn(AccessErrors.tokenInPlainSight(credentials.name()));
        }
        int port = endpoint.getPort() > 0 ? endpoint.getPort() : secure ? 443 : 80;
        this.target = new Dialer.Target(secure, host(endpoint), port, credentials.name());
    }

    private static String host(URI endpoint) {
        return endpoint.getHost().replaceAll("[\\[\\]]", "");
    }

    /** By its name or address alone, without DNS. */
    private static boolean isThisMachine(String host) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
        return address == null ? host.equalsIgnoreCase("localhost") : address.isLoopbackAddress();
    }

    /** Value of the header Authorization; or fails with a message for users. */
    Future<String> authorization() {
        Promise<String> header = dialer.loop().group().next().newPromise();
        AccessToken known = token;
        if (known != null && isFresh(known)) {
            return header.setSuccess("Bearer " + known.value());
        }
        Promise<AccessToken> asked = dialer.loop().group().next().newPromise();
        ask(asked);
        asked.addListener(
                done -> {
                    if (!done.isSuccess()) {
                        header.tryFailure(done.cause());
                        return;
                    }
                    AccessToken renewed = asked.getNow();
                    token = renewed;
                    receivedNanos = nanoClock.getAsLong();
                    header.trySuccess("Bearer " + renewed.value());
                });
        return header;
    }

    /** Where the tokens come from, safe to print. */
    String endpoint() {
        return target.name();
    }

    /** The token is not accepted: the next connection gets another. */
    void discard() {
        token = null;
    }

    /** At the latest half a minute before its end, or a quarter of a short life. */
    private boolean isFresh(AccessToken known) {
        if (known.lifetime() == null) {
            return true;
        }
        long life = known.lifetime().toNanos();
        return nanoClock.getAsLong() - receivedNanos < life - Math.min(MARGIN_NANOS, life / 4);
    }

    private void ask(Promise<AccessToken> asked) {
        try {
            String authorization = credentials.authorization();
            dialer.dial(
                    target,
                    pipeline ->
                            pipeline.addLast(new HttpClientCodec())
                                    .addLast(new HttpObjectAggregator(MAX_ANSWER_BYTES))
                                    .addLast(
                                            new TokenRequestHandler(
                                                    credentials,
                                                    authorization,
                                                    target,
                                                    dialer.handshakeTimeout(),
                                                    asked)),
                    asked::tryFailure);
        } catch (IllegalArgumentException | UnresolvedSecretException | IOException e) {
            asked.tryFailure(e);
        }
    }
}
