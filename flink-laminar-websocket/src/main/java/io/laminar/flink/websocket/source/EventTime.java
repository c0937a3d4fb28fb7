// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.io.Serializable;
import org.apache.flink.annotation.Internal;

/**
 * Where a record's timestamp stands.
 *
 * @param field of the record, which is a JSON object; not a field of an object in it
 * @param format how it is written: see {@link TimestampFormat}
 */
@Internal
public record EventTime(String field, String format) implements Serializable {

    public EventTime {
        if (field.isEmpty()) {
            throw new IllegalArgumentException(SourceErrors.emptyField("event_time.field"));
        }
        // Refuses what is no format.
        TimestampFormat.of(format);
    }
}
