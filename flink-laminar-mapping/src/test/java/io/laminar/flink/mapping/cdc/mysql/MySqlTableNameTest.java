// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlTableNameTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "orders,,orders",
                "shop.orders,shop,orders",
                "`odd.shop`.`or``ders`,odd.shop,or`ders",
                "\"odd.shop\".\"or\"\"ders\",odd.shop,or\"ders",
                "shop.`or.ders`,shop,or.ders",
                "größe-1,,größe-1"
            })
    void readsNamesWithAndWithoutQuotes(String written, String database, String table) {
        assertThat(MySqlTableName.parse(written))
                .contains(new MySqlTableName.Written(database, table));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", ".b", "a.", "`a", "a``b`"})
    void refusesWhatIsNoName(String written) {
        assertThat(MySqlTableName.parse(written)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "or.ders", "a-b$c(d)[e]{f}|g", "a,b", "größe", "back\\slash"})
    void makesAPatternThatMatchesJustTheName(String name) {
        String pattern = MySqlTableName.toPattern(name);
        assertThat(name).matches(Pattern.compile(pattern));
        assertThat(MySqlTableName.fromPattern(pattern)).isEqualTo(name);
    }

    @Test
    void quotesForStatements() {
        assertThat(new MySqlTableName("sh`op", "orders").quoted()).isEqualTo("`sh``op`.`orders`");
    }
}
