// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectPath;
import org.junit.jupiter.api.Test;

class SecretReferencesTest {

    private static final ObjectPath PATH = new ObjectPath("my.db", "t/1");
    private static final Map<String, String> WRITTEN =
            Map.of(
                    "connector", "kafka",
                    "sasl.password", "s3cret",
                    "headers.X-Key", "k3y",
                    "auth", "Bearer t0ken",
                    "connection", "postgresql://app:p4ss@db:5432/x",
                    "ssl.key.password", "${env:KEY_PASSWORD}");

    private final SecretReferences secrets =
            new SecretReferences(
                    path -> PATH.equals(path) ? Optional.of(WRITTEN) : Optional.empty());

    @Test
    void showsAReferenceInThePlaceOfEachSecret() {
        assertThat(shown())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "connector", "kafka",
                                "sasl.password", "${secret:my%2Edb.t%2F1/sasl%2Epassword}",
                                "headers.X-Key", "${secret:my%2Edb.t%2F1/headers%2EX-Key}",
                                "auth", "${secret:my%2Edb.t%2F1/auth}",
                                "connection",
                                        "postgresql://app:${secret:my%2Edb.t%2F1/connection}@db:5432/x",
                                "ssl.key.password", "${env:KEY_PASSWORD}"));
    }

    @Test
    void takesItsReferencesBack() {
        assertThat(secrets.reveal(shown())).isEqualTo(WRITTEN);
    }

    @Test
    void refusesAReferenceToNothing() {
        assertThatThrownBy(
                        () -> secrets.reveal(Map.of("password", "${secret:default.gone/password}")))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "'password' holds ${secret:default.gone/password}, by which this catalog"
                                + " shows a secret that it keeps, but there is no such secret here."
                                + " Write the secret itself, or a reference such as '${env:NAME}'.");
    }

    private Map<String, String> shown() {
        CatalogTable table =
                CatalogTable.newBuilder()
                        .schema(Schema.newBuilder().column("a", DataTypes.INT()).build())
                        .options(WRITTEN)
                        .build();
        return secrets.hide(PATH, table).getOptions();
    }
}
