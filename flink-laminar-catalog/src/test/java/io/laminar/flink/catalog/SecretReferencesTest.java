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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretReferencesTest {

    private static final ObjectPath PATH = new ObjectPath("my.db", "t/1");
    private static final Map<String, String> WRITTEN =
            Map.of(
                    "connector", "kafka",
                    "sasl.password", "s3cret",
                    "headers.X-Key", "k3y",
                    "auth", "Bearer t0ken",
                    "connection", "postgresql://app:p4ss@db:5432/x",
                    "ssl.key.password", "${env:KEY_PASSWORD}",
                    "url", "ws://app:pl4in@${env:HOST}/x",
                    "uri", "ws://app:${env:PASSWORD}@host/x");

    private final SecretReferences secrets =
            new SecretReferences(
                    "cat", path -> PATH.equals(path) ? Optional.of(WRITTEN) : Optional.empty());

    @Test
    void showsAReferenceInThePlaceOfEachSecret() {
        assertThat(shown())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "connector", "kafka",
                                "sasl.password", "${secret:cat.my%2Edb.t%2F1/sasl%2Epassword}",
                                "headers.X-Key", "${secret:cat.my%2Edb.t%2F1/headers%2EX-Key}",
                                "auth", "${secret:cat.my%2Edb.t%2F1/auth}",
                                "connection",
                                        "postgresql://app:${secret:cat.my%2Edb.t%2F1/connection}@db:5432/x",
                                "ssl.key.password", "${env:KEY_PASSWORD}",
                                "url",
                                        "ws://app:${secret:cat.my%2Edb.t%2F1/url}@${secret:cat.my%2Edb.t%2F1/url}/x",
                                "uri", "ws://app:${env:PASSWORD}@host/x"));
    }

    @Test
    void takesItsReferencesBack() {
        assertThat(secrets.reveal(shown())).isEqualTo(WRITTEN);
    }

    @ParameterizedTest
    @CsvSource({
        "sasl.password, ${secret:cat.default.gone/sasl%2Epassword}",
        "sasl.password, ${secret:other.my%2Edb.t%2F1/sasl%2Epassword}",
        "topic, ${secret:cat.my%2Edb.t%2F1/sasl%2Epassword}"
    })
    void refusesAReferenceToNothingOfTheSameOption(String option, String reference) {
        assertThatThrownBy(() -> secrets.reveal(Map.of(option, reference)))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "'%s' holds %s, by which a catalog shows a secret that it keeps, but this"
                                + " catalog keeps no such secret for this option. Write the secret"
                                + " itself, or a reference such as '${env:NAME}'.",
                        option, reference);
    }

    @Test
    void refusesWhatWasChangedAroundAReference() {
        String changed = shown().getOrDefault("connection", "").replace("@db:", "@other:");
        assertThatThrownBy(() -> secrets.reveal(Map.of("connection", changed)))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "'connection' is not as this catalog shows it: to change it, write all of it"
                                + " anew, with the secret itself or a reference such as"
                                + " '${env:NAME}'.");
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
