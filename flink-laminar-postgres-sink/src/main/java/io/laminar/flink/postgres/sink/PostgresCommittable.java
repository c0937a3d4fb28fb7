// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * The rows of one subtask between two checkpoints, which become visible when the second one is
 * complete.
 *
 * @param kind where they wait, whatever the sink is set to when they are committed
 * @param key columns that staged rows are matched by; none to append
 */
@Internal
public record PostgresCommittable(EpochId id, Kind kind, List<String> key) {

    /** Where rows wait; the number of a kind stands in the state. */
    public enum Kind {
        /** In a prepared transaction. */
        PREPARED(1),
        /** In a staging table. */
        STAGED(2);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    public PostgresCommittable {
        key = List.copyOf(key);
    }

    static PostgresCommittable prepared(EpochId id) {
        return new PostgresCommittable(id, Kind.PREPARED, List.of());
    }
}
