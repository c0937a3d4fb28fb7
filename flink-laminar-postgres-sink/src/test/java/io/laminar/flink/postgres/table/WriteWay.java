// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

/** The ways that rows take into a table with the columns {@code id} and {@code v}. */
enum WriteWay {
    APPEND_AT_LEAST_ONCE(""),
    UPSERT_AT_LEAST_ONCE(", 'primary_key' = 'id'"),
    APPEND_TWO_PHASE(", 'delivery.guarantee' = 'exactly-once', 'commit.strategy' = 'two-phase'"),
    APPEND_CO_TRANSACTIONAL(
            ", 'delivery.guarantee' = 'exactly-once', 'commit.strategy' = 'co-transactional'"),
    UPSERT_CO_TRANSACTIONAL(", 'delivery.guarantee' = 'exactly-once', 'primary_key' = 'id'");

    private final String options;

    WriteWay(String options) {
        this.options = options;
    }

    /** Options of the table in Flink, after a comma. */
    String options() {
        return options;
    }

    boolean isUpsert() {
        return this == UPSERT_AT_LEAST_ONCE || this == UPSERT_CO_TRANSACTIONAL;
    }
}
