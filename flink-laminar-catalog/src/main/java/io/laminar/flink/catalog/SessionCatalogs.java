// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open catalogs of this kind, by session: what makes a temporary table knows only its name and
 * the class loader of its session, which no other session has.
 */
final class SessionCatalogs {

    private static final Map<ClassLoader, Map<String, LaminarCatalog>> OPEN = new WeakHashMap<>();

    private SessionCatalogs() {}

    static synchronized void add(ClassLoader session, String name, LaminarCatalog catalog) {
        OPEN.computeIfAbsent(session, unused -> new ConcurrentHashMap<>()).put(name, catalog);
    }

    static synchronized void remove(ClassLoader session, String name, LaminarCatalog catalog) {
        Map<String, LaminarCatalog> open = OPEN.get(session);
        if (open != null && open.remove(name, catalog) && open.isEmpty()) {
            OPEN.remove(session);
        }
    }

    static synchronized Optional<LaminarCatalog> find(ClassLoader session, String name) {
        return Optional.ofNullable(OPEN.get(session)).map(open -> open.get(name));
    }
}
