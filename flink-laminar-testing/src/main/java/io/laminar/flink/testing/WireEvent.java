// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

/**
 * Something that passes a {@link PostgresFaultProxy}, reported before it is forwarded.
 *
 * @param connection counted from 1 within the proxy
 * @param sql the statement; for parts of a COPY the COPY statement
 */
public record WireEvent(Kind kind, long connection, String sql) {

    public enum Kind {
        /** A statement on its way to the server. */
        STATEMENT,
        /** Rows of a COPY on their way to the server. */
        COPY_DATA,
        /** The end of a COPY on its way to the server. */
        COPY_DONE,
        /** The server's word that a statement, or a COPY, is done, on its way to the client. */
        STATEMENT_DONE
    }

    /** What becomes of the message. */
    public enum Verdict {
        FORWARD,
        /** Closes the connection, and the message is lost. */
        CUT,
        /** Sends the first half of the message, then closes the connection. */
        CUT_HALFWAY
    }

    /** Decides on each event, on the thread of that direction of the connection; may block it. */
    @FunctionalInterface
    public interface Listener {
        Verdict onEvent(WireEvent event);

        /** The client, the server or a verdict has ended the connection. */
        default void onClosed(long connection) {}
    }

    /** Whether the statement begins so, in any case. */
    public boolean isStatement(String beginning) {
        return sql.regionMatches(true, 0, beginning, 0, beginning.length());
    }
}
