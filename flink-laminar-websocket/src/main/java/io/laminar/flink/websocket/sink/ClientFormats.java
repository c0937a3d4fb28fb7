// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * The formats that clients may ask for.
 *
 * @param own name of what everyone else gets; null if it has none
 * @param further with names of their own
 */
@Internal
public record ClientFormats<T>(@Nullable String own, List<ClientFormat<T>> further)
        implements Serializable {

    public ClientFormats {
        further = List.copyOf(further);
        Set<String> names = new HashSet<>();
        if (own != null) {
            names.add(own);
        }
        for (ClientFormat<T> format : further) {
            if (!names.add(format.name())) {
                throw new IllegalArgumentException(SinkErrors.formatTwice(format.name()));
            }
        }
    }

    public static <T> ClientFormats<T> none() {
        return new ClientFormats<>(null, List.of());
    }
}
