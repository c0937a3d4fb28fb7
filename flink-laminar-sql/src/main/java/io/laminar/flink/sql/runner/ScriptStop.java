// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.Future;
import org.apache.flink.core.execution.JobClient;
import org.jspecify.annotations.Nullable;

/** Another thread's wish that a script go no further: the query that prints rows is cancelled. */
final class ScriptStop {

    private final Object lock = new Object();

    @GuardedBy("lock")
    private boolean requested;

    @GuardedBy("lock")
    private @Nullable JobClient query;

    void request() {
        synchronized (lock) {
            requested = true;
            cancelQuery();
        }
    }

    boolean isRequested() {
        synchronized (lock) {
            return requested;
        }
    }

    void queryBegins(JobClient job) {
        synchronized (lock) {
            query = job;
            if (requested) {
                cancelQuery();
            }
        }
    }

    void queryEnds() {
        synchronized (lock) {
            query = null;
        }
    }

    @GuardedBy("lock")
    private void cancelQuery() {
        if (query != null) {
            // Its end shows in the thread that reads the rows.
            Future<Void> unused = query.cancel();
        }
    }
}
