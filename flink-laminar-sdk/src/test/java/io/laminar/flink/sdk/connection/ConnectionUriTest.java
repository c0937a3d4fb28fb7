// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionUriTest {

    private static ConnectionUri parse(String text) {
        return ConnectionUri.parse(text, "postgresql");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://app:s%2Fcret@db:5433/orders?sslmode=require",
                "postgres://app:s%2Fcret@db:5433/orders?sslmode=require",
                "host=db port=5433 dbname=orders user=app password='s/cret' sslmode=require",
                " host = db port=5433 dbname=orders user=app password=s/cret sslmode=require "
            })
    void readsEveryForm(String text) {
        assertThat(parse(text))
                .isEqualTo(
                        new ConnectionUri(
                                "postgresql",
                                "db",
                                OptionalInt.of(5433),
                                "orders",
                                "app",
                                "s/cret",
                                Map.of("sslmode", "require")));
    }

    @Test
    void leavesOutWhatIsNotWritten() {
        ConnectionUri uri = parse("postgresql://db");
        assertThat(uri.port()).isEmpty();
        assertThat(uri.database()).isNull();
        assertThat(uri.username()).isNull();
        assertThat(uri.password()).isNull();
    }

    @Test
    void readsAnIpv6Host() {
        assertThat(parse("postgresql://[::1]:5433/db").host()).isEqualTo("::1");
    }

    @Test
    void aPlusIsNotASpace() {
        assertThat(parse("postgresql://app:a+b@db/x").password()).isEqualTo("a+b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://app:s3cret@db/x | The connection URI starts with 'mysql://', but must"
                        + " start with 'postgresql://'.",
                "postgresql://app:s3cret@db/x?sslmode | The connection URI has a parameter without a"
                        + " value: write '?key=value'.",
                "postgresql://app:s3 cret@db/x | The connection URI can't be parsed: Illegal"
                        + " character in authority at character 14. Percent-encode special"
                        + " characters in user and password.",
                "postgresql://app:s3cret@db1,db2/x | The connection URI has no valid 'host:port'."
                        + " Percent-encode special characters in user and password; one host"
                        + " only.",
                "host=db port=many | The connection's port is 'many', not a number.",
                "my database | The connection is neither a URI"
                        + " ('postgresql://user:password@host/db') nor keywords ('host=localhost"
                        + " dbname=mydb'): see character 1."
            })
    void saysWhatIsWrongWithoutThePassword(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message)
                .hasMessageNotContaining("cret@");
    }

    @Test
    void toStringHidesThePassword() {
        assertThat(parse("postgresql://app:s3cret@db:5433/x"))
                .hasToString("postgresql://app:***@db:5433/x");
    }
}
