// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BenchReportTest {

    private final Locale before = Locale.getDefault();

    @BeforeEach
    void writeNumbersWithACommaElsewhere() {
        Locale.setDefault(Locale.GERMANY);
    }

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(before);
    }

    @Test
    void comparesMedians() {
        BenchReport report = new BenchReport(2);
        report.add(Variant.COPY_LIMIT, 400_000);
        report.add(Variant.APPEND, 100_000);
        report.add(Variant.APPEND, 900_000);
        report.add(Variant.APPEND, 300_000);
        report.add(Variant.JDBC_DEFAULT, 40_000);
        report.add(Variant.JDBC_DEFAULT, 60_000);
        report.add(Variant.JDBC_BEST, 100_000);

        assertThat(report.json())
                .contains(
                        "{\"name\":\"append\",\"parallelism\":2,\"rows_per_s\":300000,"
                                + "\"ratio_vs_limit\":0.75,\"ratio_vs_jdbc_default\":6.00,"
                                + "\"ratio_vs_jdbc_best\":3.00}");
        assertThat(report.table())
                .hasSize(5)
                .first()
                .asString()
                .matches("parallelism 2 +rows/s +± runs +of limit +of JDBC default +of JDBC best");
        assertThat(report.table().get(2)).matches("append +300,000 +200% +0\\.75 +6\\.00 +3\\.00");
    }

    @Test
    void holdsAnUpsertAgainstAnUpsertOfThePeer() {
        BenchReport report = new BenchReport(1);
        report.add(Variant.UPSERT_FRESH, 200);
        report.add(Variant.UPSERT_EXISTING, 120);
        report.add(Variant.JDBC_BEST, 1000);
        report.add(Variant.JDBC_BEST_UPSERT_FRESH, 100);
        report.add(Variant.JDBC_BEST_UPSERT_EXISTING, 80);

        assertThat(report.json().get(0)).contains("\"ratio_vs_jdbc_best\":2.00");
        assertThat(report.json().get(1)).contains("\"ratio_vs_jdbc_best\":1.50");
    }

    @Test
    void hasNoRatioToWhatWasNotMeasured() {
        BenchReport report = new BenchReport(1);
        report.add(Variant.APPEND, 5);

        assertThat(report.json())
                .containsExactly(
                        "{\"name\":\"append\",\"parallelism\":1,\"rows_per_s\":5,"
                                + "\"ratio_vs_limit\":null,\"ratio_vs_jdbc_default\":null,"
                                + "\"ratio_vs_jdbc_best\":null}");
        assertThat(report.table().get(1)).matches("append +5 +0% +– +– +–");
    }
}
