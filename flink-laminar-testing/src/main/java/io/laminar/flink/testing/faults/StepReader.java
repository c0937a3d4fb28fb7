// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import io.laminar.flink.testing.WireEvent;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells what passes a proxy from the sink's point of view.
 *
 * <p>What a COMMIT or a DROP TABLE means depends on what its transaction did before; so this
 * remembers the last step of each connection. Not thread-safe.
 */
final class StepReader {

    private static final String STAGE = "\\S*laminar_[0-9a-f]{16}_\\d+_\\d+_\\d+\\b.*";
    private static final Pattern CREATE = pattern("CREATE TABLE .*?" + STAGE);
    private static final Pattern LOCK = pattern("LOCK TABLE .*?" + STAGE);
    private static final Pattern MOVE = pattern("(INSERT INTO|DELETE FROM) .*?" + STAGE);
    private static final Pattern DROP = pattern("DROP TABLE .*?" + STAGE);
    private static final Pattern COPY = pattern("COPY .*");
    private static final Pattern PREPARE = pattern("PREPARE TRANSACTION .*");
    private static final Pattern COMMIT_PREPARED = pattern("COMMIT PREPARED .*");
    private static final Pattern COMMIT = pattern("COMMIT");
    private static final Pattern BEGIN = pattern("BEGIN.*");

    /** COPY or MOVE, for what the connection's transaction, or its last one, is there. */
    private final Map<Long, SinkStep> transactions = new HashMap<>();

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** The steps that the event belongs to; most statements are none. */
    Set<SinkStep> read(WireEvent event) {
        String sql = event.sql();
        if (is(BEGIN, sql)) {
            transactions.remove(event.connection());
        } else if (is(COMMIT_PREPARED, sql)) {
            return EnumSet.of(SinkStep.COMMIT_START, SinkStep.COMMIT);
        } else if (is(PREPARE, sql)) {
            return EnumSet.of(SinkStep.PREPARE);
        } else if (is(COPY, sql)) {
            transactions.put(event.connection(), SinkStep.COPY);
            return EnumSet.of(SinkStep.COPY);
        } else if (is(CREATE, sql)) {
            return EnumSet.of(SinkStep.STAGE);
        } else if (is(LOCK, sql)) {
            return EnumSet.of(SinkStep.COMMIT_START);
        } else if (is(MOVE, sql)) {
            transactions.put(event.connection(), SinkStep.MOVE);
            return EnumSet.of(SinkStep.MOVE);
        } else if (is(DROP, sql) && isMove(event)) {
            // Not one that a sweep drops.
            return EnumSet.of(SinkStep.DROP_STAGE);
        } else if (is(COMMIT, sql) && transactions.containsKey(event.connection())) {
            return EnumSet.of(isMove(event) ? SinkStep.COMMIT : SinkStep.FLUSH_COMMIT);
        }
        return EnumSet.noneOf(SinkStep.class);
    }

    private boolean isMove(WireEvent event) {
        return transactions.get(event.connection()) == SinkStep.MOVE;
    }

    private static boolean is(Pattern pattern, String sql) {
        return pattern.matcher(sql).matches();
    }
}
