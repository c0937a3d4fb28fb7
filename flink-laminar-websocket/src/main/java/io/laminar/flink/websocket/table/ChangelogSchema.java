// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.laminar.flink.websocket.sink.SinkErrors;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Carries rows of every kind by a format that knows insertions only: in an envelope that says the
 * kind, or without what clients could not tell from an insertion.
 */
final class ChangelogSchema implements SerializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private static final byte[] BEFORE_KIND = ascii("{\"op\":\"");
    private static final byte[] BEHIND_KIND = ascii("\",\"row\":");

    private final SerializationSchema<RowData> format;
    private final boolean isJson;
    private final ChangelogEnvelope envelope;

    /**
     * Around a format.
     *
     * @param isJson whether its messages are JSON values; an envelope holds others as strings
     */
    ChangelogSchema(
            SerializationSchema<RowData> format, boolean isJson, ChangelogEnvelope envelope) {
        this.format = format;
        this.isJson = isJson;
        this.envelope = envelope;
    }

    @Override
    public void open(InitializationContext context) throws Exception {
        format.open(context);
    }

    /** Null, which is no message, for a row that is left out. */
    @Override
    public byte @Nullable [] serialize(RowData row) {
        RowKind kind = row.getRowKind();
        if (envelope == ChangelogEnvelope.NONE) {
            switch (kind) {
                case INSERT, UPDATE_AFTER -> {
                    return format.serialize(row);
                }
                case UPDATE_BEFORE -> {
                    return null;
                }
                case DELETE ->
                        throw new FlinkRuntimeException(SinkErrors.deletionWithoutEnvelope());
            }
        }
        // Formats take the row as inserted; some refuse another kind.
        row.setRowKind(RowKind.INSERT);
        try {
            byte[] message = format.serialize(row);
            return message == null ? null : enclose(kind, isJson ? message : quoted(message));
        } finally {
            row.setRowKind(kind);
        }
    }

    /**
     * The message of a row in an envelope, as if the row were new. State from before the envelope
     * was asked for has messages without one, which stay as they are.
     */
    static byte[] asInsertion(byte[] message) {
        int kind = BEFORE_KIND.length;
        if (!holds(message, 0, BEFORE_KIND) || !holds(message, kind + 2, BEHIND_KIND)) {
            return message;
        }
        byte[] insertion = message.clone();
        insertion[kind] = '+';
        insertion[kind + 1] = 'I';
        return insertion;
    }

    private static boolean holds(byte[] message, int position, byte[] part) {
        int end = position + part.length;
        return end <= message.length && Arrays.equals(message, position, end, part, 0, part.length);
    }

    private static byte[] enclose(RowKind kind, byte[] row) {
        byte[] head = ascii("{\"op\":\"" + kind.shortString() + "\",\"row\":");
        byte[] message = new byte[head.length + row.length + 1];
        System.arraycopy(head, 0, message, 0, head.length);
        System.arraycopy(row, 0, message, head.length, row.length);
        message[message.length - 1] = '}';
        return message;
    }

    private static byte[] quoted(byte[] text) {
        byte[] value =
                JsonStringEncoder.getInstance()
                        .quoteAsUTF8(new String(text, StandardCharsets.UTF_8));
        byte[] quoted = new byte[value.length + 2];
        quoted[0] = '"';
        System.arraycopy(value, 0, quoted, 1, value.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
