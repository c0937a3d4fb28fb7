// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/**
 * What the sink reports. A record counts once, however many clients get it.
 *
 * <p>Threads: Flink's counters on the task thread only, the atomic ones on any.
 */
final class SinkMetrics {

    final Counter recordsSend;
    final Counter bytesSend;

    final AtomicInteger clients = new AtomicInteger();
    final AtomicLong droppedMessages = new AtomicLong();
    final AtomicLong slowDisconnects = new AtomicLong();
    final AtomicInteger snapshotRows = new AtomicInteger();
    final AtomicInteger boundPort = new AtomicInteger();

    SinkMetrics(SinkWriterMetricGroup group) {
        recordsSend = group.getNumRecordsSendCounter();
        bytesSend = group.getNumBytesSendCounter();
        group.gauge("clients", clients::get);
        group.gauge("droppedMessages", droppedMessages::get);
        group.gauge("slowDisconnects", slowDisconnects::get);
        group.gauge("snapshotRows", snapshotRows::get);
        group.gauge("boundPort", boundPort::get);
    }
}
