// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.channel.ConnectTimeoutException;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Looks up host names beside the event loop. The JDK's look-up blocks, for half a minute if no DNS
 * server answers, in which the loop's other connections would starve.
 *
 * <p>Threads: the event loop only; each look-up has a daemon thread of its own, which ends with it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The promise is returned.
final class HostLookup {

    private HostLookup() {}

    /** As {@link InetAddress#getByName} does it. */
    interface Names {
        InetAddress addressOf(String host) throws UnknownHostException;
    }

    /**
     * Starts one.
     *
     * @return fails if there is no such name, or if it takes too long
     */
    static Future<InetAddress> start(EventLoop loop, Names names, String host, Duration timeout) {
        Promise<InetAddress> found = loop.group().next().newPromise();
        Runnable lookup =
                () -> {
                    try {
                        InetAddress address = names.addressOf(host);
                        loop.execute(() -> found.trySuccess(address));
                    } catch (UnknownHostException e) {
                        loop.execute(() -> found.tryFailure(e));
                    }
                };
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            lookup.run();
            return found;
        }
        String late = "DNS did not answer within " + timeout.toMillis() + " ms";
        Future<?> timer =
                loop.group()
                        .next()
                        .schedule(
                                () -> found.tryFailure(new ConnectTimeoutException(late)),
                                timeout.toMillis(),
                                TimeUnit.MILLISECONDS);
        found.addListener(done -> timer.cancel(/* mayInterruptIfRunning= */ false));
        Thread thread = new Thread(lookup, "websocket-lookup");
        thread.setDaemon(true);
        thread.start();
        return found;
    }
}
