// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.retry.ExponentialBackoff;
import io.laminar.flink.sdk.secret.UnresolvedSecretException;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a connection anew when it breaks, with growing delays. The delays start over only once its
 * owner has called a connection good: a server that accepts and hangs up at once is not asked again
 * without a pause. One that refuses the credentials is not asked again at all.
 *
 * <p>Threads: the event loop only.
 */
@Internal
public final class Reconnector {

    private static final Logger LOG = LoggerFactory.getLogger(Reconnector.class);

    private final EventLoop loop;
    private final String url;
    private final ReconnectPolicy policy;
    private final ExponentialBackoff backoff;
    private final RandomGenerator random;
    private final Owner owner;

    private int failures;

    /** Whose connection it is. */
    public interface Owner {

        /**
         * Tries to connect once.
         *
         * @throws UnresolvedSecretException as a failed attempt
         */
        Future<Void> connect();

        /** Another attempt is due after a delay. */
        void onReconnect();

        /** No attempt will follow. The message is for users. */
        void onGivenUp(IOException failure);

        /** What makes a connection no good, such as "brought no message". */
        String shortcoming();
    }

    public Reconnector(
            EventLoop loop,
            WebSocketUrl url,
            ReconnectPolicy policy,
            RandomGenerator random,
            Owner owner) {
        this.loop = loop;
        this.url = url.toString();
        this.policy = policy;
        this.backoff = policy.backoff();
        this.random = random;
        this.owner = owner;
    }

    /**
     * As {@link #connect()}; but where others start in the same instant, after a delay by chance,
     * up to the initial one, so that a restart of a job is no storm on its server.
     *
     * @param connections that start with this one, itself included
     */
    public void start(int connections) {
        if (connections == 1) {
            loop.execute(this::connect);
        } else {
            loop.schedule(this::connect, random.nextLong(policy.initialDelay().toMillis() + 1));
        }
    }

    /** Tries until a connection is open, or there is no use in it. */
    public void connect() {
        Future<Void> attempt;
        try {
            attempt = owner.connect();
        } catch (UnresolvedSecretException e) {
            retry(e.getMessage(), e);
            return;
        } catch (RuntimeException e) {
            // A fault of ours, which the event loop would keep to itself.
            String reason = Printable.text(e.toString());
            owner.onGivenUp(new IOException(HandshakeErrors.cannotConnect(url, reason), e));
            return;
        }
        attempt.addListener(
                done -> {
                    if (!done.isSuccess()) {
                        retry(done.cause().getMessage(), done.cause());
                    }
                });
    }

    /** The connection has proved good: the next failure is the first one. */
    public void proved() {
        failures = 0;
    }

    /** The open connection is gone; the reason is a sentence without its full stop. */
    public void lost(String reason) {
        retry(reason + ".", null);
    }

    private void retry(@Nullable String error, @Nullable Throwable cause) {
        if (loop.isClosing()) {
            return;
        }
        if (cause instanceof HandshakeRefusedException refusal && refusal.isFinal()) {
            owner.onGivenUp(refusal);
            return;
        }
        failures++;
        if (policy.isExhaustedAfter(failures)) {
            owner.onGivenUp(
                    new IOException(
                            WebSocketErrors.retriesExhausted(
                                    url,
                                    policy.maxRetries(),
                                    owner.shortcoming(),
                                    String.valueOf(error)),
                            cause));
            return;
        }
        Duration delay = delay(cause);
        LOG.warn("No connection to {}, trying again in {} ms. {}", url, delay.toMillis(), error);
        owner.onReconnect();
        loop.schedule(this::connect, delay.toMillis());
    }

    /**
     * As long as the server asks for, if that is longer than this side would wait; and then some
     * more by chance, since a server in trouble asks all its clients alike.
     */
    private Duration delay(@Nullable Throwable cause) {
        Duration own = backoff.delayAfter(failures, random);
        return cause instanceof HandshakeRefusedException refusal
                ? refusal.retryAfter()
                        .filter(asked -> asked.compareTo(own) > 0)
                        .map(this::spread)
                        .orElse(own)
                : own;
    }

    private Duration spread(Duration asked) {
        long most = Math.min(asked.toMillis(), policy.maxDelay().toMillis());
        return asked.plusMillis(random.nextLong(most + 1));
    }
}
