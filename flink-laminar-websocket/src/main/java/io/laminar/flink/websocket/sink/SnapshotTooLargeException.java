// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

/** There are more keys than allowed. The message is for the job's author. */
final class SnapshotTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SnapshotTooLargeException(int maxRows) {
        super(SinkErrors.tooManyRows(maxRows));
    }
}
