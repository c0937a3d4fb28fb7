// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Interrupts the thread that made it at Ctrl-C (SIGINT) or SIGTERM, so that it closes what it holds
 * and ends the process. A second signal ends the process at once.
 *
 * <p>No shutdown hook: Flink's own hooks would run beside it, and an embedded Flink whose parts are
 * gone does not close. Signals are handled through {@code sun.misc.Signal}, which every JDK has
 * (module jdk.unsupported) and which javac lets nobody name without a warning: hence the
 * reflection.
 */
final class EndOnSignal implements AutoCloseable {

    private static final List<String> SIGNALS = List.of("INT", "TERM");

    private final Thread owner = Thread.currentThread();
    private final AtomicBoolean isAsked = new AtomicBoolean();
    private final List<Previous> previous = new ArrayList<>();

    EndOnSignal() {
        for (String name : SIGNALS) {
            try {
                Object signal = signalType().getConstructor(String.class).newInstance(name);
                previous.add(new Previous(signal, handle(signal, handler(name))));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("This JDK has no module jdk.unsupported.", e);
            }
        }
    }

    private Object handler(String signal) throws ClassNotFoundException {
        return Proxy.newProxyInstance(
                EndOnSignal.class.getClassLoader(),
                new Class<?>[] {handlerType()},
                (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "handle" -> {
                                end();
                                yield null;
                            }
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "equals" -> proxy == arguments[0];
                            default -> "end on SIG" + signal;
                        });
    }

    private void end() {
        if (isAsked.getAndSet(true)) {
            Runtime.getRuntime().halt(1);
        }
        owner.interrupt();
    }

    private static Object handle(Object signal, Object handler)
            throws ReflectiveOperationException {
        return signalType()
                .getMethod("handle", signalType(), handlerType())
                .invoke(null, signal, handler);
    }

    private static Class<?> signalType() throws ClassNotFoundException {
        return Class.forName("sun.misc.Signal");
    }

    private static Class<?> handlerType() throws ClassNotFoundException {
        return Class.forName("sun.misc.SignalHandler");
    }

    @Override
    public void close() {
        for (Previous handled : previous) {
            try {
                Object unused = handle(handled.signal(), handled.handler());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("A signal handler can't be put back.", e);
            }
        }
    }

    private record Previous(Object signal, Object handler) {}
}
