// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import org.jspecify.annotations.Nullable;

/**
 * How far a split has been read; in server mode, where every client counts for itself, how far a
 * connection has.
 *
 * <p>Threads: the task's, except for {@link #splitId}.
 */
final class Progress {

    private final String splitId;

    /** Of the last message that was emitted to its end. */
    private @Nullable String cursor;

    /** Of the last record. */
    private @Nullable String newestCursor;

    private @Nullable Long sequence;

    Progress(WebSocketSplit split) {
        this.splitId = split.splitId();
        this.cursor = split.cursor();
        this.newestCursor = split.cursor();
        this.sequence = split.sequence();
    }

    String splitId() {
        return splitId;
    }

    /** Where a server that can replay is asked to go on. */
    @Nullable String cursor() {
        return cursor;
    }

    /** Takes a record's cursor; one without leaves it as it was. */
    void reach(@Nullable String recordCursor) {
        if (recordCursor != null) {
            newestCursor = recordCursor;
        }
    }

    /**
     * The message is emitted. Not before that the cursor moves: records of one message may share
     * theirs, and a restart between them would miss the later ones.
     */
    void messageDone() {
        cursor = newestCursor;
    }

    /**
     * Takes a record's sequence number.
     *
     * @return how many numbers are missing before it; none if it is not above the last one, since
     *     then the server repeats itself or counts anew
     */
    long missingBefore(long next) {
        Long last = sequence;
        sequence = next;
        return last == null || next <= last ? 0 : next - last - 1;
    }

    WebSocketSplit toSplit() {
        return new WebSocketSplit(splitId, cursor, sequence);
    }
}
