// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.Printable;
import java.io.IOException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonParser;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonToken;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.StreamReadFeature;

/**
 * Finds the timestamp of a JSON record. It looks at the bytes, not at what the format makes of
 * them, so that the field need not be a column; and no further than to the field. Threads: the
 * task's.
 */
final class EventTimeReader {

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

    private final EventTime eventTime;
    private final TimestampFormat format;

    EventTimeReader(EventTime eventTime) {
        this.eventTime = eventTime;
        this.format = TimestampFormat.of(eventTime.format());
    }

    /** Milliseconds since 1970. */
    long read(byte[] record) throws IOException {
        try (JsonParser parser = JSON.createParser(record)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean isFound = parser.currentName().equals(eventTime.field());
                    JsonToken value = parser.nextToken();
                    if (isFound && value != null && value.isScalarValue()) {
                        return parse(parser.getText());
                    }
                    parser.skipChildren();
                }
            }
        }
        throw new IOException(SourceErrors.noEventTime(eventTime.field()));
    }

    private long parse(String text) throws IOException {
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
