// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ids by which the readers of a table are known to the server, one a subtask.
 *
 * <p>A server ends the connection of a replica when another one with its id comes: two readers with
 * one id would throw each other out for ever. So those that nobody wrote are random, not made from
 * the table's name: two jobs may read one table, and one job may read it twice. They are part of
 * the job and not of its state, so that a job keeps them as long as it runs, and gets new ones when
 * it is planned anew.
 */
record ServerIds(int first, int last) {

    /** Below are those that people give to their replicas. */
    static final int FIRST_AUTOMATIC = 1_000_000_000;

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,10})(?:\\s*-\\s*(\\d{1,10}))?");

    /** So many ids that, in all likelihood, no other reader has. */
    static ServerIds automatic(int count) {
        int first = ThreadLocalRandom.current().nextInt(FIRST_AUTOMATIC, Integer.MAX_VALUE - count);
        return new ServerIds(first, first + count - 1);
    }

    /**
     * Reads a range, or its first.
     *
     * @param count how many there are if only the first is written
     * @return empty if it is neither, or goes past what the official connector can hold
     */
    static Optional<ServerIds> parse(String text, int count) {
        Matcher matcher = WRITTEN.matcher(text.trim());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2) == null ? first + count - 1 : Long.parseLong(matcher.group(2));
        return first < 1 || last < first || last > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new ServerIds((int) first, (int) last));
    }

    int count() {
        return last - first + 1;
    }

    /** As the official connector writes it. */
    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
