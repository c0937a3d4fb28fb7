// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.util.function.Consumer;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.jspecify.annotations.Nullable;

/**
 * One of the further formats. Records that come while a client wants it are encoded on the task's
 * thread; those of the past are, once more for each client, when one reads them.
 *
 * <p>Threads: {@link #encode(Object)} the task's, the others the event loop.
 */
final class ActiveFormat<T> {

    private final String name;
    private final int place;
    private final boolean isJson;
    private final SerializationSchema<T> live;
    private final SerializationSchema<T> past;
    private final @Nullable RecordCodec<T> codec;
    private final Consumer<SinkFailureException> failures;
    private int users;
    private long since;
    private boolean hasFailed;

    /**
     * One that no client wants yet.
     *
     * @param place among the further formats
     * @param live opened already, as is {@code past}, a copy of it
     * @param codec of the records that are kept; null if none are
     * @param failures is told of a record of the past that can't be encoded
     */
    ActiveFormat(
            ClientFormat<T> format,
            int place,
            SerializationSchema<T> live,
            SerializationSchema<T> past,
            @Nullable RecordCodec<T> codec,
            Consumer<SinkFailureException> failures) {
        this.name = format.name();
        this.place = place;
        this.isJson = format.isJson();
        this.live = live;
        this.past = past;
        this.codec = codec;
        this.failures = failures;
    }

    String name() {
        return name;
    }

    int place() {
        return place;
    }

    /** Whether a message is a JSON value. */
    boolean isJson() {
        return isJson;
    }

    /** Null for no message. */
    byte @Nullable [] encode(T record) {
        return live.serialize(record);
    }

    /** A message of the past; null if it is none in this format, or its record wasn't kept. */
    byte @Nullable [] encode(OutboundMessage message) {
        byte[] record = message.record();
        if (codec == null || record == null || hasFailed) {
            return null;
        }
        try {
            return past.serialize(codec.decode(record));
        } catch (RuntimeException | Error e) {
            // Thrown, it would end one connection, and the job would not hear of it.
            hasFailed = true;
            failures.accept(new SinkFailureException(SinkErrors.cannotEncode(name), e));
            return null;
        }
    }

    boolean isWanted() {
        return users > 0;
    }

    /** The first generation of {@link ActiveFilters} that has it, since it is wanted. */
    long since() {
        return since;
    }

    /** Whether this is the first user, from this generation on. */
    boolean addUser(long generation) {
        if (users++ > 0) {
            return false;
        }
        since = generation;
        return true;
    }

    /** Whether this was the last user. */
    boolean removeUser() {
        return --users == 0;
    }
}
