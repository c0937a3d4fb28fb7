// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.Printable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes a timestamp of a field's text. Thread-safe. */
final class EventTimeReader {

    private final EventTime eventTime;
    private final TimestampFormat format;

    EventTimeReader(EventTime eventTime) {
        this.eventTime = eventTime;
        this.format = TimestampFormat.of(eventTime.format());
    }

    /**
     * Milliseconds since 1970.
     *
     * @param text null if the record has no such field
     */
    long read(@Nullable String text) throws IOException {
        if (text == null) {
            throw new IOException(SourceErrors.noEventTime(eventTime.field()));
        }
        try {
            return format.parse(text);
        } catch (RuntimeException e) {
            throw new IOException(
                    SourceErrors.badEventTime(
                            eventTime.field(), Printable.text(text), eventTime.format()),
                    e);
        }
    }
}
