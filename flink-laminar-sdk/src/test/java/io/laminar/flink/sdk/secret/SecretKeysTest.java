// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretKeysTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "sasl.password",
                "schema.registry.password",
                "properties.sasl.jaas.config",
                "auth",
                "headers",
                "headers.X-Any",
                "catalog.token",
                "catalog.credential",
                "storage.s3.secret-access-key",
                "storage.s3.access-key-id",
                "api_key",
                "oauth2.client_secret"
            })
    void knowsKeysWhoseValueIsASecret(String key) {
        assertThat(SecretKeys.isSecret(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connector",
                "username",
                "topic",
                "key.format",
                "primary_key",
                "key.column",
                "author",
                "ssl.key"
            })
    void knowsOthers(String key) {
        assertThat(SecretKeys.isSecret(key)).isFalse();
    }
}
