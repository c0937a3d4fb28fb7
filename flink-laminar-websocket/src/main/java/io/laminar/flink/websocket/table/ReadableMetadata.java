// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.source.MessageMetadata;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;

/** The metadata columns that the connector itself offers. */
enum ReadableMetadata {
    RECEIVED_AT("received_at", DataTypes.TIMESTAMP_LTZ(3).notNull()) {
        @Override
        Object read(MessageMetadata message) {
            return TimestampData.fromEpochMillis(message.receivedAtMillis());
        }
    },
    REMOTE_ADDRESS("remote_address", DataTypes.STRING().notNull()) {
        @Override
        Object read(MessageMetadata message) {
            return StringData.fromString(message.connection().remoteAddress());
        }
    },
    URL("url", DataTypes.STRING().notNull()) {
        @Override
        Object read(MessageMetadata message) {
            return StringData.fromString(message.connection().url());
        }
    },
    PATH("path", DataTypes.STRING().notNull()) {
        @Override
        Object read(MessageMetadata message) {
            return StringData.fromString(message.connection().path());
        }
    },
    HEADERS(
            "headers",
            DataTypes.MAP(DataTypes.STRING().notNull(), DataTypes.STRING().notNull()).notNull()) {
        @Override
        Object read(MessageMetadata message) {
            Map<StringData, StringData> headers = new HashMap<>();
            message.connection()
                    .headers()
                    .forEach(
                            (name, value) ->
                                    headers.put(
                                            StringData.fromString(name),
                                            StringData.fromString(value)));
            return new GenericMapData(headers);
        }
    };

    private final String key;

    @SuppressWarnings("ImmutableEnumChecker") // It is immutable, but does not say so.
    private final DataType type;

    ReadableMetadata(String key, DataType type) {
        this.key = key;
        this.type = type;
    }

    String key() {
        return key;
    }

    /** In Flink's internal form. */
    abstract Object read(MessageMetadata message);

    /** Types by key, in the order of the columns that the planner asks for. */
    static Map<String, DataType> types() {
        Map<String, DataType> types = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(metadata -> types.put(metadata.key, metadata.type));
        return types;
    }
}
