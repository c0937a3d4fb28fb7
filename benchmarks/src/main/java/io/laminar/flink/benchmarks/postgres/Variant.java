// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What is measured; the name in the output is that of the constant, in lower case. */
enum Variant {
    COPY_LIMIT(Writer.COPY, Keys.NONE, "", ""),
    APPEND(Writer.LAMINAR, Keys.NONE, "", "'delivery.guarantee' = 'at-least-once'"),
    /** As the limit, the peer and two-phase have it. */
    APPEND_ONE_SESSION(
            Writer.LAMINAR,
            Keys.NONE,
            "",
            "'delivery.guarantee' = 'at-least-once', 'pool_size' = '1'"),
    APPEND_TWO_PHASE(
            Writer.LAMINAR,
            Keys.NONE,
            "",
            "'delivery.guarantee' = 'exactly-once', 'commit.strategy' = 'two-phase'"),
    APPEND_CO_TRANSACTIONAL(
            Writer.LAMINAR,
            Keys.NONE,
            "",
            "'delivery.guarantee' = 'exactly-once', 'commit.strategy' = 'co-transactional'"),
    UPSERT_FRESH(Writer.LAMINAR, Keys.FRESH, "", "'delivery.guarantee' = 'at-least-once'"),
    UPSERT_EXISTING(Writer.LAMINAR, Keys.EXISTING, "", "'delivery.guarantee' = 'at-least-once'"),
    JDBC_DEFAULT(Writer.JDBC, Keys.NONE, "", "'sink.buffer-flush.max-rows' = '100'"),
    JDBC_BEST(
            Writer.JDBC,
            Keys.NONE,
            "&reWriteBatchedInserts=true",
            "'sink.buffer-flush.max-rows' = '5000'"),
    JDBC_BEST_UPSERT_FRESH(
            Writer.JDBC,
            Keys.FRESH,
            "&reWriteBatchedInserts=true",
            "'sink.buffer-flush.max-rows' = '5000'"),
    JDBC_BEST_UPSERT_EXISTING(
            Writer.JDBC,
            Keys.EXISTING,
            "&reWriteBatchedInserts=true",
            "'sink.buffer-flush.max-rows' = '5000'");

    /** Who writes. */
    enum Writer {
        COPY,
        LAMINAR,
        JDBC
    }

    /** Whether rows are matched by key, and whether the keys are in the table before. */
    enum Keys {
        NONE,
        FRESH,
        EXISTING
    }

    private final Writer writer;
    private final Keys keys;
    private final String urlParameters;
    private final String options;

    Variant(Writer writer, Keys keys, String urlParameters, String options) {
        this.writer = writer;
        this.keys = keys;
        this.urlParameters = urlParameters;
        this.options = options;
    }

    /** The variant of this name; refuses the command line if there is none. */
    static Variant parse(CommandSpec command, String name) {
        return Arrays.stream(values())
                .filter(variant -> variant.toString().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        command.commandLine(), BenchErrors.unknownVariant(name)));
    }

    Writer writer() {
        return writer;
    }

    Keys keys() {
        return keys;
    }

    /** For the JDBC URL. */
    String urlParameters() {
        return urlParameters;
    }

    /** For the {@code WITH} clause, besides where the table is. */
    String options() {
        return options;
    }

    /** What JDBC does best of the same kind. */
    Variant bestOfJdbc() {
        return switch (keys) {
            case NONE -> JDBC_BEST;
            case FRESH -> JDBC_BEST_UPSERT_FRESH;
            case EXISTING -> JDBC_BEST_UPSERT_EXISTING;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
