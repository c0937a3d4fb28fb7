// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether the user has asked to stop: by Ctrl-C (SIGINT) or SIGTERM. A second Ctrl-C ends the
 * process at once.
 *
 * <p>A JVM shutdown hook would not do: Flink's own hooks run beside it and take away what a
 * savepoint still needs. So the signals are handled, through {@code sun.misc.Signal}, which every
 * JDK has (module jdk.unsupported) and which javac lets nobody name without a warning: hence the
 * reflection. Threads: any.
 */
final class StopRequest implements AutoCloseable {

    private static final List<String> SIGNALS = List.of("INT", "TERM");

    @GuardedBy("this")
    private long requestedNanos;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final List<AutoCloseable> previousHandlers = new ArrayList<>();
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();

    /** A request that only {@link #request} makes. */
    StopRequest() {}

    /** A request that signals make until it is closed. */
    static StopRequest onSignals() throws ReflectiveOperationException {
        StopRequest stop = new StopRequest();
        for (String name : SIGNALS) {
            stop.handle(name);
        }
        return stop;
    }

    private void handle(String name) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object handler =
                Proxy.newProxyInstance(
                        StopRequest.class.getClassLoader(),
                        new Class<?>[] {handlerType},
                        (proxy, method, args) ->
                                switch (method.getName()) {
                                    case "handle" -> {
                                        request();
                                        yield null;
                                    }
                                    case "hashCode" -> System.identityHashCode(proxy);
                                    case "equals" -> proxy == args[0];
                                    default -> "stop on SIG" + name;
                                });
        Object signal = signalType.getConstructor(String.class).newInstance(name);
        Object previous =
                signalType
                        .getMethod("handle", signalType, handlerType)
                        .invoke(null, signal, handler);
        previousHandlers.add(
                () ->
                        signalType
                                .getMethod("handle", signalType, handlerType)
                                .invoke(null, signal, previous));
    }

    /**
     * Asks to stop. Asked again a second later or more, the process ends without any further step.
     */
    synchronized void request() {
        long now = System.nanoTime();
        if (isRequested()) {
            // Some senders (timeout, container runtimes) signal a process and its group: that is
            // once.
            if (now - requestedNanos > TimeUnit.SECONDS.toNanos(1)) {
                Runtime.getRuntime().halt(ExitCode.FAILED);
            }
            return;
        }
        requestedNanos = now;
        requested.countDown();
        actions.forEach(Runnable::run);
    }

    boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Waits for a request; returns whether there is one. */
    boolean await(long millis) throws InterruptedException {
        return requested.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Adds something to do on a request, in the thread that makes it. */
    void whenRequested(Runnable action) {
        actions.add(action);
        if (isRequested()) {
            action.run();
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable previous : previousHandlers) {
            previous.close();
        }
    }
}
