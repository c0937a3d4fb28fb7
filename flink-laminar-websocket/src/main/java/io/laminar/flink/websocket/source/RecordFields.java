// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.laminar.flink.websocket.protocol.Printable;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON record that the source itself needs: its time, its cursor, its sequence
 * number. All are found in one pass, which goes no further than to the last of them. It looks at
 * the bytes, not at what the format makes of them, so that they need not be columns.
 *
 * <p>Threads: the task's. {@link #read} comes first, the other methods are about that record.
 */
final class RecordFields {

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

    private final @Nullable EventTimeReader timestamps;
    private final @Nullable String timeField;
    private final @Nullable String cursorField;
    private final @Nullable String sequenceField;
    private final int wanted;

    private @Nullable String time;
    private @Nullable String cursor;
    private @Nullable String sequence;

    RecordFields(
            @Nullable EventTime eventTime,
            @Nullable String cursorField,
            @Nullable String sequenceField) {
        this.timestamps = eventTime == null ? null : new EventTimeReader(eventTime);
        this.timeField = eventTime == null ? null : eventTime.field();
        this.cursorField = cursorField;
        this.sequenceField = sequenceField;
        this.wanted =
                (timeField == null ? 0 : 1)
                        + (cursorField == null ? 0 : 1)
                        + (sequenceField == null ? 0 : 1);
    }

    /** Null if the source needs none. */
    static @Nullable RecordFields of(WebSocketSourceConfig config) {
        RecordFields fields =
                new RecordFields(
                        config.eventTime(),
                        config.endpoint().resumeField(),
                        config.sequenceField());
        return fields.wanted == 0 ? null : fields;
    }

    /**
     * Looks for the fields; one that is missing, null, an object or an array has no value.
     *
     * @throws IOException if the record is not JSON as far as it was read
     */
    void read(byte[] record) throws IOException {
        time = null;
        cursor = null;
        sequence = null;
        try (JsonParser parser = JSON.createParser(record)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            int missing = wanted;
            while (missing > 0 && parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == null || !value.isScalarValue() || value == JsonToken.VALUE_NULL) {
                    parser.skipChildren();
                } else {
                    missing -= take(name, parser);
                }
            }
        }
    }

    /**
     * Numbers and strings to the letter; of a key that repeats itself the first. Returns how many
     * of the fields that were still wanted have this name.
     */
    private int take(String name, JsonParser parser) throws IOException {
        int taken = 0;
        if (time == null && name.equals(timeField)) {
            time = parser.getText();
            taken++;
        }
        if (cursor == null && name.equals(cursorField)) {
            cursor = parser.getText();
            taken++;
        }
        if (sequence == null && name.equals(sequenceField)) {
            sequence = parser.getText();
            taken++;
        }
        return taken;
    }

    /** Whether the source takes timestamps from records. */
    boolean hasTimestamp() {
        return timestamps != null;
    }

    /**
     * Milliseconds since 1970.
     *
     * @throws IOException if the record has none, or it is of another format
     */
    long timestamp() throws IOException {
        return Objects.requireNonNull(timestamps, "hasTimestamp() comes first").read(time);
    }

    @Nullable String cursor() {
        return cursor;
    }

    /**
     * Null if the record has none.
     *
     * @throws IOException if it is not a whole number
     */
    @Nullable Long sequence() throws IOException {
        if (sequence == null) {
            return null;
        }
        try {
            return Long.valueOf(sequence);
        } catch (NumberFormatException e) {
            throw new IOException(
                    SourceErrors.badSequence(
                            String.valueOf(sequenceField), Printable.text(sequence)),
                    e);
        }
    }
}
