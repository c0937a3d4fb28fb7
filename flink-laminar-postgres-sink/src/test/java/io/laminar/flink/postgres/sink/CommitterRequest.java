// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.jspecify.annotations.Nullable;

/** Takes down what the committer signals. */
final class CommitterRequest implements CommitRequest<PostgresCommittable> {

    private final PostgresCommittable committable;
    private boolean wasCommittedBefore;

    CommitterRequest(PostgresCommittable committable) {
        this.committable = committable;
    }

    boolean wasCommittedBefore() {
        return wasCommittedBefore;
    }

    @Override
    public PostgresCommittable getCommittable() {
        return committable;
    }

    @Override
    public int getNumberOfRetries() {
        return 0;
    }

    @Override
    public void signalFailedWithKnownReason(@Nullable Throwable t) {
        throw new AssertionError("This loses data.", t);
    }

    @Override
    public void signalFailedWithUnknownReason(@Nullable Throwable t) {
        throw new AssertionError("The committer throws.", t);
    }

    @Override
    public void retryLater() {
        throw new AssertionError("Flink would ask again at once.");
    }

    @Override
    public void updateAndRetryLater(PostgresCommittable other) {
        throw new AssertionError("Flink would ask again at once.");
    }

    @Override
    public void signalAlreadyCommitted() {
        wasCommittedBefore = true;
    }
}
