// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.sdk.connection.ConnectionUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {

    private static final String AWKWARD = "p@ss:w/o rd'\\%+ü";

    @TempDir Path folder;

    private Path secretFile(String content) throws IOException {
        return Files.writeString(folder.resolve("secret"), content);
    }

    @Test
    void readsAFileWithoutItsLastLineBreak() throws IOException {
        assertThat(SecretText.of("${file:" + secretFile("s3cret\n") + "}").resolve())
                .isEqualTo("s3cret");
    }

    @Test
    void readsTheEnvironment() {
        assertThat(SecretText.of("a${env:PATH}b").resolve())
                .isEqualTo("a" + System.getenv("PATH") + "b");
    }

    @Test
    void leavesALiteralAlone() {
        SecretText literal = SecretText.of("pa$$word{}");
        assertThat(literal.isLiteral()).isTrue();
        assertThat(literal.resolve()).isEqualTo("pa$$word{}");
    }

    @Test
    void saysWhichVariableIsNotSet() {
        assertThatThrownBy(() -> SecretText.of("${env:LAMINAR_NOT_SET}").resolve())
                .isInstanceOf(UnresolvedSecretException.class)
                .hasMessage(
                        "The environment variable 'LAMINAR_NOT_SET', which '${env:LAMINAR_NOT_SET}'"
                                + " refers to, is not set in this process. Set it on every task manager"
                                + " and where the statement is planned.");
    }

    @Test
    void saysWhichFileCannotBeRead() {
        assertThatThrownBy(() -> SecretText.of("${file:/nowhere/s}").resolve())
                .isInstanceOf(UnresolvedSecretException.class)
                .hasMessage(
                        "The file '/nowhere/s', which '${file:/nowhere/s}' refers to, can't be read"
                                + " on this machine. Put it on every task manager and where the"
                                + " statement is planned.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://app:${file:SECRET}@db/app",
                "host=db dbname=app user=app password=${file:SECRET}",
                "host=db dbname=app user=app password='${file:SECRET}'"
            })
    void aSecretInAConnectionMayHoldAnyCharacter(String connection) throws IOException {
        String template = connection.replace("SECRET", secretFile(AWKWARD).toString());
        ConnectionUri uri =
                ConnectionUri.parse(SecretText.of(template).resolveConnection(), "postgresql");
        assertThat(uri.password()).isEqualTo(AWKWARD);
        assertThat(uri.host()).isEqualTo("db");
    }

    @Test
    void aConnectionThatIsOneReferenceIsTakenAsItIs() throws IOException {
        Path file = secretFile("postgresql://app:a%40b@db/app");
        String resolved = SecretText.of("${file:" + file + "}").resolveConnection();
        assertThat(ConnectionUri.parse(resolved, "postgresql").password()).isEqualTo("a@b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://${env:USER}:${env:PASSWORD}@${env:HOST}:${env:PORT}/a?b=${env:C}",
                "postgresql://${env:USER}:${env:PASSWORD}@db.${env:ZONE}:${env:PORT}?b=c${env:C}",
                "host=${env:HOST} port = ${env:PORT} user=u password='${env:PASSWORD}' b=${env:C}",
                "user=u password=p${env:PASSWORD} b=${env:C} host=h${env:N} port='${env:PORT}'"
            })
    void masksEachReferenceSoThatTheRestCanBeRead(String template) {
        String masked = SecretText.of(template).maskedConnection().orElseThrow();
        assertThat(masked).hasSameSizeAs(template);
        ConnectionUri uri = ConnectionUri.parse(masked, "postgresql");
        assertThat(uri.port()).hasValue(1);
        assertThat(Arrays.asList(uri.host(), uri.password(), uri.parameters().get("b")))
                .allMatch(SecretText::isMasked);
    }

    @Test
    void masksNothingElse() {
        String literal = "postgresql://app:s3cret@db:5432/app";
        assertThat(SecretText.of(literal).maskedConnection()).hasValue(literal);
        assertThat(SecretText.isMasked(literal)).isFalse();
    }

    @Test
    void doesNotMaskAReferenceThatMayBeTheWholeConnection() {
        assertThat(SecretText.of("${env:PG_URI}").maskedConnection()).isEmpty();
        assertThat(SecretText.of("${env:PG_URI}?sslmode=require").maskedConnection()).isEmpty();
    }

    @Test
    void neverShowsItself() {
        assertThat(SecretText.of("s3cret")).hasToString("***");
    }
}
