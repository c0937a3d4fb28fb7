// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/**
 * The formats that clients may ask for by name, beside the one that everyone gets without.
 *
 * <p>Threads: the event loop only, once opened.
 */
final class ActiveFormats<T> {

    private final @Nullable String own;
    private final Map<String, ActiveFormat<T>> further;

    private ActiveFormats(@Nullable String own, Map<String, ActiveFormat<T>> further) {
        this.own = own;
        this.further = further;
    }

    /**
     * Opens all of them, twice: a serializer is for one thread.
     *
     * @param codec of the records that are kept, the event loop's; null if none are
     */
    static <T> ActiveFormats<T> open(
            ClientFormats<T> formats,
            @Nullable RecordCodec<T> codec,
            Consumer<SinkFailureException> failures,
            SerializationSchema.InitializationContext context)
            throws IOException {
        Map<String, ActiveFormat<T>> further = new LinkedHashMap<>();
        try {
            for (ClientFormat<T> format : formats.further()) {
                SerializationSchema<T> live = format.serializer();
                SerializationSchema<T> past =
                        InstantiationUtil.clone(
                                live, context.getUserCodeClassLoader().asClassLoader());
                live.open(context);
                past.open(context);
                further.put(
                        format.name(),
                        new ActiveFormat<>(format, further.size(), live, past, codec, failures));
            }
        } catch (Exception e) {
            throw new IOException(SinkErrors.cannotOpenSerializer(), e);
        }
        return new ActiveFormats<>(formats.own(), further);
    }

    /** Null for the format that everyone gets, which null stands for, too. */
    @Nullable ActiveFormat<T> find(@Nullable String name) throws RequestException {
        if (name == null || name.equals(own)) {
            return null;
        }
        ActiveFormat<T> format = further.get(name);
        if (format == null) {
            throw new RequestException(SubscriptionErrors.unknownFormat(name, names()));
        }
        return format;
    }

    /** Without that of the format that everyone gets. */
    List<String> furtherNames() {
        return List.copyOf(further.keySet());
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        if (own != null) {
            names.add(own);
        }
        names.addAll(further.keySet());
        return names;
    }

    /** Those that clients want now, in the order of their places. */
    List<ActiveFormat<T>> wanted() {
        return further.values().stream().filter(ActiveFormat::isWanted).toList();
    }
}
