// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class EndOnSignalTest {

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void interruptsTheThreadThatHoldsThings(String signal) throws Exception {
        try (EndOnSignal signals = new EndOnSignal()) {
            raise(signal);
            assertThatThrownBy(() -> new CountDownLatch(1).await())
                    .isInstanceOf(InterruptedException.class);
        }
    }

    /** Sends this process a signal. */
    private static void raise(String name) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Signal");
        Object signal = type.getConstructor(String.class).newInstance(name);
        Object unused = type.getMethod("raise", type).invoke(null, signal);
    }
}
