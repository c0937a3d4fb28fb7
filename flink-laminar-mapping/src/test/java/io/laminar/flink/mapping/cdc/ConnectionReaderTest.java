// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.sdk.option.OptionReader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionReaderTest {

    private static final ConnectionReader READER =
            new ConnectionReader("postgresql", 5432, Set.of("sslmode"));

    @Test
    void readsAUri() {
        assertThat(read(Map.of("connection", "postgresql://u:p%40@h:1234/db?sslmode=require")))
                .isEqualTo(
                        new CdcConnection(
                                "h", 1234, "db", "u", "p@", Map.of("sslmode", "require")));
    }

    @Test
    void readsKeywords() {
        assertThat(read(Map.of("connection_string", "host=h dbname=db user=u password=p")))
                .isEqualTo(new CdcConnection("h", 5432, "db", "u", "p", Map.of()));
    }

    @Test
    void readsTheParts() {
        assertThat(
                        read(
                                Map.of(
                                        "hostname", "h",
                                        "port", "1234",
                                        "database", "db",
                                        "username", "u",
                                        "password", "p")))
                .isEqualTo(new CdcConnection("h", 1234, "db", "u", "p", Map.of()));
    }

    @Test
    void readsTheDatabaseByItsOfficialName() {
        assertThat(read(Map.of("hostname", "h", "database-name", "db", "username", "u")))
                .isEqualTo(new CdcConnection("h", 5432, "db", "u", "", Map.of()));
    }

    @Test
    void readsPartsThatTheUriLacks() {
        assertThat(
                        read(
                                Map.of(
                                        "connection", "postgresql://h/db",
                                        "username", "u",
                                        "password", "p")))
                .isEqualTo(new CdcConnection("h", 5432, "db", "u", "p", Map.of()));
    }

    @Test
    void refusesPartsThatTheUriHas() {
        assertProblems(
                Map.of(
                        "connection", "postgresql://u@h/db",
                        "hostname", "h",
                        "port", "1",
                        "database", "db",
                        "username", "u"),
                "'hostname' is set beside 'connection': write the part in one of the two places.",
                "'port' is set beside 'connection'",
                "'database' is set beside 'connection'",
                "'username' is set beside 'connection'");
    }

    @Test
    void asksForAServer() {
        assertProblems(
                Map.of(),
                "Say where the server is: set 'connection' ="
                        + " 'postgresql://user:password@host/database', or 'hostname' with"
                        + " 'database', 'username' and 'password'.");
    }

    @Test
    void asksForAUser() {
        assertProblems(
                Map.of("hostname", "h"),
                "'username' is missing: set it, or name it in 'connection'.");
    }

    @Test
    void refusesAPortThatIsNone() {
        assertProblems(
                Map.of("hostname", "h", "username", "u", "port", "70000"),
                "The server's port is 70000, but must be 1 to 65535.");
    }

    @Test
    void refusesParametersThatNobodyKnows() {
        assertProblems(
                Map.of("connection", "postgresql://u@h/db?ssl=1"),
                "The connection has the parameter 'ssl', which is not known. Known: sslmode.");
    }

    @Test
    void showsNoPassword() {
        assertThat(read(Map.of("connection", "postgresql://u:secret@h/db")))
                .hasToString("h:5432/db");
        assertThatThrownBy(() -> read(Map.of("connection", "http://u:secret@h/db")))
                .hasMessageContaining("must start with 'postgresql://'")
                .hasMessageNotContaining("secret");
    }

    private static CdcConnection read(Map<String, String> written) {
        OptionReader options = new OptionReader("c", written);
        Optional<CdcConnection> connection = READER.read(options);
        options.throwProblems();
        return connection.orElseThrow();
    }

    private static void assertProblems(Map<String, String> written, String... problems) {
        assertThatThrownBy(() -> read(written)).hasMessageContainingAll(problems);
    }
}
