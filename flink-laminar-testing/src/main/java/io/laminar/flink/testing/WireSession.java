// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which statements of one connection the server has yet to answer, in order.
 *
 * <p>Follows both query protocols (PostgreSQL documentation, Message Flow): a simple query is over
 * at ReadyForQuery, an extended one at its CommandComplete, or, after an error, at the
 * ReadyForQuery that answers its Sync.
 *
 * <p>Threads: one reads requests, one replies.
 */
final class WireSession {

    private record Pending(String sql, boolean endsWithReady) {}

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Deque<Pending> pending = new ArrayDeque<>();

    @GuardedBy("lock")
    private String copySql = "";

    /** Prepared statements and portals by name; only the thread of requests looks at them. */
    private final Map<String, String> statements = new HashMap<>();

    private final Map<String, String> portals = new HashMap<>();

    /**
     * Notes a request.
     *
     * @return the event that it is, if any
     */
    Optional<WireEvent.Kind> onRequest(WireMessage message) {
        switch (message.type()) {
            case 'P' -> statements.put(message.text(0), message.text(1));
            case 'B' -> portals.put(message.text(0), statements.getOrDefault(message.text(1), ""));
            case 'E' -> {
                add(new Pending(portals.getOrDefault(message.text(0), ""), false));
                return Optional.of(WireEvent.Kind.STATEMENT);
            }
            case 'S' -> add(new Pending("", true));
            case 'Q' -> {
                add(new Pending(message.text(0), true));
                return Optional.of(WireEvent.Kind.STATEMENT);
            }
            case 'd' -> {
                return Optional.of(WireEvent.Kind.COPY_DATA);
            }
            case 'c' -> {
                return Optional.of(WireEvent.Kind.COPY_DONE);
            }
            default -> {
                // Describe, Flush, Close, Terminate …: no statement begins or ends with them.
            }
        }
        return Optional.empty();
    }

    /** The statement that the request just noted belongs to. */
    String requestSql(WireEvent.Kind kind) {
        synchronized (lock) {
            return kind == WireEvent.Kind.STATEMENT ? pending.getLast().sql() : copySql;
        }
    }

    /**
     * Notes a reply.
     *
     * @return the statement that the reply says is done, if it does
     */
    Optional<String> onReply(WireMessage message) {
        synchronized (lock) {
            Pending oldest = pending.peekFirst();
            if (oldest == null) {
                return Optional.empty();
            }
            return switch (message.type()) {
                case 'G' -> {
                    copySql = oldest.sql();
                    yield Optional.empty();
                }
                case 'C' -> {
                    if (!oldest.endsWithReady()) {
                        pending.removeFirst();
                    }
                    yield Optional.of(oldest.sql());
                }
                // An empty query or a suspended portal ends the Execute as well.
                case 'I', 's' -> {
                    if (!oldest.endsWithReady()) {
                        pending.removeFirst();
                    }
                    yield Optional.empty();
                }
                case 'Z' -> {
                    while (!pending.isEmpty() && !pending.removeFirst().endsWithReady()) {
                        // After an error the server skips to the Sync.
                    }
                    yield Optional.empty();
                }
                default -> Optional.empty();
            };
        }
    }

    private void add(Pending statement) {
        synchronized (lock) {
            pending.addLast(statement);
        }
    }
}
