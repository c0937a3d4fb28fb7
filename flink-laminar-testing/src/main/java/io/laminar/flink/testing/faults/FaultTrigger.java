// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.laminar.flink.testing.WireEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the moment of each fault of a plan, one after the other, and holds the connection that
 * reached it until the fault has been done.
 *
 * <p>Threads: {@link #onEvent} from all connections of the proxy, the rest from the test's.
 */
final class FaultTrigger implements WireEvent.Listener {

    /**
     * A connection that is held; it goes on, or ends, when the verdict is completed.
     *
     * @param isAmidCommit whether it has begun a commit that has not been answered
     */
    record Reached(
            Fault fault,
            WireEvent event,
            boolean isAmidCommit,
            CompletableFuture<WireEvent.Verdict> verdict) {}

    private static final Duration MAX_HOLD = Duration.ofSeconds(60);

    private final Object lock = new Object();
    private final BlockingQueue<Reached> reached = new LinkedBlockingQueue<>();

    @GuardedBy("lock")
    private final Deque<Fault> waiting;

    @GuardedBy("lock")
    private int seen;

    @GuardedBy("lock")
    private boolean isBusy;

    @GuardedBy("lock")
    private final StepReader steps = new StepReader();

    /** Connections amid a commit. */
    @GuardedBy("lock")
    private final Set<Long> committing = new HashSet<>();

    FaultTrigger(List<Fault> faults) {
        this.waiting = new ArrayDeque<>(faults);
    }

    @Override
    public WireEvent.Verdict onEvent(WireEvent event) {
        Reached now = advance(event);
        if (now == null) {
            return WireEvent.Verdict.FORWARD;
        }
        try {
            return now.verdict().get(MAX_HOLD.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return WireEvent.Verdict.CUT;
        } catch (ExecutionException | TimeoutException e) {
            // The test's thread has given up, and says so.
            return WireEvent.Verdict.CUT;
        }
    }

    @Override
    public void onClosed(long connection) {
        synchronized (lock) {
            committing.remove(connection);
            lock.notifyAll();
        }
    }

    private @Nullable Reached advance(WireEvent event) {
        synchronized (lock) {
            Set<SinkStep> reachedSteps = steps.read(event);
            if (reachedSteps.contains(SinkStep.COMMIT_START)) {
                committing.add(event.connection());
            }
            if (reachedSteps.contains(SinkStep.COMMIT)
                    && event.kind() == WireEvent.Kind.STATEMENT_DONE) {
                committing.remove(event.connection());
                lock.notifyAll();
            }
            Fault next = waiting.peekFirst();
            if (next == null || isBusy || !next.point().isReachedBy(event, reachedSteps)) {
                return null;
            }
            seen++;
            if (seen < timesToBeSeen(next)) {
                return null;
            }
            waiting.removeFirst();
            seen = 0;
            isBusy = true;
            Reached now =
                    new Reached(
                            next,
                            event,
                            committing.contains(event.connection()),
                            new CompletableFuture<>());
            reached.add(now);
            return now;
        }
    }

    private static int timesToBeSeen(Fault fault) {
        return fault.point() == FaultPoint.BETWEEN_COMMITS
                // The first of a checkpoint passes, a later one is held.
                ? 2 * fault.occurrence()
                : fault.occurrence();
    }

    /** The next fault whose moment has come, or null if there is none for a while. */
    @Nullable Reached poll(Duration timeout) throws InterruptedException {
        return reached.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * The fault is over, the next one may come. Held before that, a connection could keep the job
     * from the very savepoint that the fault waits for.
     */
    void next() {
        synchronized (lock) {
            isBusy = false;
        }
    }

    /**
     * Lets the held connection go on, and does its fault the next time that the point is reached.
     */
    void postpone(Reached held) {
        synchronized (lock) {
            waiting.addFirst(held.fault());
            seen = timesToBeSeen(held.fault()) - 1;
        }
        held.verdict().complete(WireEvent.Verdict.FORWARD);
    }

    /** Waits until every commit but the held one has been answered. */
    void awaitOtherCommits(Reached held, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            while (System.nanoTime() < deadline
                    && committing.stream().anyMatch(id -> id != held.event().connection())) {
                TimeUnit.MILLISECONDS.timedWait(lock, 50);
            }
        }
    }

    /**
     * Lets everything pass from now on.
     *
     * @return the faults that have not been done: those whose moment has not come, and one whose
     *     moment came when nobody looked any more
     */
    List<Fault> giveUp() {
        synchronized (lock) {
            List<Reached> unnoticed = new ArrayList<>();
            reached.drainTo(unnoticed);
            unnoticed.forEach(held -> held.verdict().complete(WireEvent.Verdict.FORWARD));
            List<Fault> undone = new ArrayList<>();
            unnoticed.forEach(held -> undone.add(held.fault()));
            undone.addAll(waiting);
            waiting.clear();
            return undone;
        }
    }
}
