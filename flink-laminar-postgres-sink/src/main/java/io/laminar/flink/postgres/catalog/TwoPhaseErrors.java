// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

/** Why rows can't be committed by prepared transactions there. */
final class TwoPhaseErrors {

    private TwoPhaseErrors() {}

    static String tooFewPreparedTransactions(int available, int needed) {
        return String.format(
                "'commit.strategy' = 'two-phase' needs max_prepared_transactions of %d or more (2 x"
                        + " parallelism, and as many for every other such sink), but the server has"
                        + " %d. Raise it in postgresql.conf and restart the server, or set"
                        + " 'commit.strategy' = 'co-transactional'.",
                needed, available);
    }

    static String twoPhaseBehindPool() {
        return "'commit.strategy' = 'two-phase' needs a session of its own on the server, but a pool"
                + " of connections such as PgBouncer is in between. Connect past it, or set"
                + " 'commit.strategy' = 'co-transactional'.";
    }

    static String twoPhaseOnForeignTable(String table) {
        return String.format(
                "%s is a foreign table, which no prepared transaction can write to. Set"
                        + " 'commit.strategy' = 'co-transactional'.",
                table);
    }

    static String twoPhaseOnTemporaryTable(String table) {
        return String.format(
                "%s is a temporary table, which no prepared transaction can write to, and no other"
                        + " session. Set 'table' to another one.",
                table);
    }

    static String twoPhaseWithNotify(String trigger, String table) {
        return String.format(
                "the trigger %s on %s notifies (NOTIFY or pg_notify), which no prepared transaction"
                        + " can do. Set 'commit.strategy' = 'co-transactional', or disable the"
                        + " trigger.",
                trigger, table);
    }
}
