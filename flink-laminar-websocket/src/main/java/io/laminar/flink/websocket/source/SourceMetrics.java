// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

/**
 * What a subtask reports: FLIP-33's metrics, and its connections.
 *
 * <p>Threads: Flink's counters on the task thread only, the atomic ones on any.
 */
final class SourceMetrics {

    final Counter recordsIn;
    final Counter bytesIn;
    final Counter recordsInErrors;
    final Counter lostRecords;

    final AtomicInteger connections = new AtomicInteger();
    final AtomicLong reconnects = new AtomicLong();
    final AtomicLong oversizedMessages = new AtomicLong();
    final AtomicLong idleDisconnects = new AtomicLong();
    final AtomicInteger boundPort = new AtomicInteger();

    SourceMetrics(SourceReaderMetricGroup group) {
        recordsIn = group.getIOMetricGroup().getNumRecordsInCounter();
        bytesIn = group.getIOMetricGroup().getNumBytesInCounter();
        recordsInErrors = group.getNumRecordsInErrorsCounter();
        lostRecords = group.counter("lostRecords");
        group.gauge("connections", connections::get);
        group.gauge("reconnects", reconnects::get);
        group.gauge("oversizedMessages", oversizedMessages::get);
        group.gauge("idleDisconnects", idleDisconnects::get);
        group.gauge("boundPort", boundPort::get);
    }
}
