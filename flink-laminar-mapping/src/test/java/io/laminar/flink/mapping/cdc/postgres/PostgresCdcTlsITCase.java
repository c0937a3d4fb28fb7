// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.testing.PostgresServer;
import io.laminar.flink.testing.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of a server that takes nobody without TLS, and our user by a certificate alone. */
class PostgresCdcTlsITCase {

    private static final String ACCESS =
            """
            hostssl   all certified 127.0.0.1/32 cert
            hostssl   all encrypted 127.0.0.1/32 trust
            hostnossl all postgres  127.0.0.1/32 trust
            """;
    private static final String COLUMNS = "id INT, PRIMARY KEY (id) NOT ENFORCED";

    @TempDir private static Path folder;

    private static Map<String, String> certified;
    private static TestAuthority stranger;
    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        TestAuthority authority = new TestAuthority(folder, "authority");
        stranger = new TestAuthority(folder, "stranger");
        TestAuthority.Issued client = authority.issue("certified");
        TestAuthority.Issued own = authority.issue("server", "dns:localhost");
        Path access = Files.writeString(folder.resolve("pg_hba.conf"), ACCESS);
        server =
                PostgresServer.start(
                        Map.of(
                                "ssl", "on",
                                "ssl_cert_file", own.certificate().toString(),
                                "ssl_key_file", own.key().toString(),
                                "ssl_ca_file", authority.certificate().toString(),
                                "hba_file", access.toString()));
        server.execute(
                "CREATE ROLE certified LOGIN SUPERUSER; CREATE ROLE encrypted LOGIN SUPERUSER;"
                        + " CREATE TABLE numbers (id int PRIMARY KEY); INSERT INTO numbers VALUES"
                        + " (1)");
        certified =
                Map.of(
                        "ssl.mode", "verify-full",
                        "ssl.root.cert", authority.certificate().toString(),
                        "ssl.cert", client.certificate().toString(),
                        "ssl.key", der(client.key()).toString());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The driver of Flink CDC reads no key in PEM form. */
    private static Path der(Path pem) throws Exception {
        String base64 = Files.readString(pem).replaceAll("-----[^-]*-----", "");
        return Files.write(folder.resolve("key.der"), Base64.getMimeDecoder().decode(base64));
    }

    @Test
    void readsByACertificate() throws Exception {
        try (CdcJobs jobs = new CdcJobs(server)) {
            jobs.sql().executeSql(ddl("certified", certified));
            try (CloseableIterator<Row> rows = jobs.query("SELECT * FROM numbers")) {
                assertThat(CdcJobs.take(rows, 1)).containsExactly("+I[1]");
                server.execute("INSERT INTO numbers VALUES (2)");
                assertThat(CdcJobs.take(rows, 1)).containsExactly("+I[2]");
            }
        }
    }

    @Test
    void refusesAServerThatAStrangerHasSigned() throws Exception {
        Map<String, String> options = new HashMap<>(certified);
        options.put("ssl.root.cert", stranger.certificate().toString());
        assertRefused("certified", options, "unable to find valid certification path");
    }

    @Test
    void theServerRefusesAUserWithoutItsCertificate() throws Exception {
        assertRefused("certified", Map.of("ssl.mode", "require"), "certificate");
    }

    @Test
    void theServerRefusesASessionWithoutTls() throws Exception {
        assertRefused("encrypted", Map.of("ssl.mode", "disable"), "no encryption");
    }

    private static void assertRefused(String user, Map<String, String> options, String reason)
            throws Exception {
        try (CdcJobs jobs = new CdcJobs(server)) {
            jobs.sql().executeSql(ddl(user, options));
            assertThatThrownBy(() -> jobs.sql().explainSql("SELECT * FROM numbers"))
                    .hasStackTraceContaining("can't be asked about the table")
                    .hasStackTraceContaining(reason);
        }
    }

    private static String ddl(String user, Map<String, String> options) {
        String uri = "postgresql://" + user + "@localhost:" + server.port() + "/postgres";
        return CdcJobs.ddl(uri, "numbers", COLUMNS, "numbers", options);
    }
}
