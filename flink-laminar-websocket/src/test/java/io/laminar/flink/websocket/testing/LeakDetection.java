// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.protocol.Buffers;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Watches each buffer of a test (Netty's leak detector at paranoid), and fails the test if one was
 * not released or a network thread lives on.
 */
public final class LeakDetection implements BeforeEachCallback, AfterEachCallback {

    private final CapturedLog reports = new CapturedLog(ResourceLeakDetector.class);
    private ResourceLeakDetector.Level usual = ResourceLeakDetector.getLevel();

    @Override
    public void beforeEach(ExtensionContext context) {
        usual = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        reports.start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            await("the network threads of the test to end").until(() -> networkThreads().isEmpty());
            assertThat(leaks()).isEmpty();
        } finally {
            reports.close();
            ResourceLeakDetector.setLevel(usual);
        }
    }

    /** What the detector has to say after a garbage collection. */
    List<String> leaks() {
        collectGarbage();
        // The detector looks at what was collected whenever a buffer is made.
        Buffers.allocator().heapBuffer(1).release();
        Buffers.allocator().directBuffer(1).release();
        return reports.texts();
    }

    private static void collectGarbage() {
        // In a queue, since the detector hears of what is collected by one, which takes longer.
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        WeakReference<Object> witness = new WeakReference<>(new Object(), collected);
        await().until(
                        () -> {
                            System.gc();
                            return collected.poll() == witness;
                        });
    }

    private static List<String> networkThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("websocket-(source|sink)-.*"))
                .toList();
    }
}
