// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.client;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/**
 * What the sink reports.
 *
 * <p>Threads: Flink's counters on the task thread only, the atomic ones on any.
 */
final class ClientMetrics {

    final Counter recordsSend;
    final Counter recordsSendErrors;
    final Counter bytesSend;

    final AtomicInteger connections = new AtomicInteger();
    final AtomicLong reconnects = new AtomicLong();
    final AtomicLong resentMessages = new AtomicLong();

    ClientMetrics(SinkWriterMetricGroup group, SendQueue queue) {
        recordsSend = group.getNumRecordsSendCounter();
        recordsSendErrors = group.getNumRecordsSendErrorsCounter();
        bytesSend = group.getNumBytesSendCounter();
        group.gauge("connections", connections::get);
        group.gauge("reconnects", reconnects::get);
        group.gauge("resentMessages", resentMessages::get);
        group.gauge("bufferedRows", queue::rows);
    }
}
