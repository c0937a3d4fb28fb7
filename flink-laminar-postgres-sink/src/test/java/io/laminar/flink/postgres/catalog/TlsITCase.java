// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.postgres.PostgresSink;
import io.laminar.flink.sdk.postgres.SslMode;
import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.testing.PostgresServer;
import io.laminar.flink.testing.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server with a certificate of an authority of our own. */
class TlsITCase {

    private static final String ACCESS =
            """
            hostssl   all certified 127.0.0.1/32 cert
            hostssl   all encrypted 127.0.0.1/32 trust
            hostnossl all encrypted 127.0.0.1/32 reject
            hostnossl all certified 127.0.0.1/32 reject
            host      all guarded   127.0.0.1/32 scram-sha-256
            host      all all       127.0.0.1/32 trust
            """;

    @TempDir private static Path folder;

    private static TestAuthority authority;
    private static TestAuthority stranger;
    private static TestAuthority.Issued client;
    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        authority = new TestAuthority(folder, "authority");
        stranger = new TestAuthority(folder, "stranger");
        client = authority.issue("certified");
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
                "CREATE ROLE certified LOGIN; CREATE ROLE encrypted LOGIN; CREATE ROLE guarded"
                        + " LOGIN PASSWORD 'right'");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static PostgresConnection connection(
            PostgresServer to, String user, String host, TlsSettings tls) {
        return new PostgresConnection(
                null,
                host,
                to.port(),
                "postgres",
                user,
                SecretText.of("s3cret"),
                tls,
                Timeouts.DEFAULTS);
    }

    /** Whether the session is encrypted. */
    private static boolean connect(PostgresConnection connection) throws SQLException {
        try (PostgresSession session = connection.openSession("test");
                Statement statement = session.connection().createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            result.next();
            return result.getBoolean(1);
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            PostgresConnection connection) {
        return assertThatThrownBy(() -> connect(connection))
                .isInstanceOf(SQLException.class)
                .hasMessageNotContaining("s3cret");
    }

    private static TlsSettings trusting(SslMode mode, TestAuthority trusted) {
        return new TlsSettings(mode, trusted.certificate().toString(), null, null);
    }

    private static TlsSettings with(Object certificate, Object key) {
        return new TlsSettings(null, null, certificate.toString(), key.toString());
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void encryptsWithACertificateThatItTrusts(SslMode mode) throws Exception {
        assertThat(connect(connection(server, "encrypted", "localhost", trusting(mode, authority))))
                .isTrue();
    }

    @Test
    void encryptsByDefaultWhereTheServerOffersIt() throws Exception {
        assertThat(connect(connection(server, "encrypted", "127.0.0.1", TlsSettings.DEFAULTS)))
                .isTrue();
    }

    @Test
    void doesNotEncryptWhenDisabled() throws Exception {
        TlsSettings disabled = new TlsSettings(SslMode.DISABLE, null, null, null);
        assertThat(connect(connection(server, "postgres", "127.0.0.1", disabled))).isFalse();
    }

    @Test
    void readsTheParametersOfTheConnectionToo() throws Exception {
        String uri =
                String.format(
                        "postgresql://certified@localhost:%d/postgres?sslmode=verify-full"
                                + "&sslrootcert=%s&sslcert=%s&sslkey=%s",
                        server.port(), authority.certificate(), client.certificate(), client.key());
        assertThat(connect(PostgresConnection.of(SecretText.of(uri)))).isTrue();
    }

    /** The server asks this user for a certificate, so each of the files is needed. */
    @Test
    void theOptionsOfATableArrive() {
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        sql.executeSql(
                String.format(
                        "CREATE TABLE t (id INT) WITH ('connector' = 'laminar-postgres', 'hostname' ="
                                + " 'localhost', 'port' = '%d', 'database' = 'postgres', 'username'"
                                + " = 'certified', 'table' = 'none', 'ssl.mode' = 'verify_full',"
                                + " 'ssl.root.cert' = '%s', 'ssl.cert' = '%s', 'ssl.key' = '%s')",
                        server.port(),
                        authority.certificate(),
                        client.certificate(),
                        client.key()));
        assertThatThrownBy(() -> sql.explainSql("INSERT INTO t VALUES (1)"))
                .rootCause()
                .hasMessageContaining("the table \"public\".\"none\" does not exist");
    }

    @Test
    void theSettingsOfABuilderArrive() throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS built; CREATE TABLE built (id int, patience text DEFAULT"
                        + " current_setting('statement_timeout')); GRANT INSERT ON built TO"
                        + " certified");
        RowType rowType = RowType.of(new LogicalType[] {new IntType()}, new String[] {"id"});
        StreamExecutionEnvironment flink =
                StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(1);
        flink.fromData(InternalTypeInfo.of(rowType), GenericRowData.of(1))
                .sinkTo(
                        PostgresSink.builder()
                                .setConnection(
                                        "host=localhost user=certified dbname=postgres port="
                                                + server.port())
                                .setTable("built")
                                .setRowType(rowType)
                                .setSslMode(SslMode.VERIFY_FULL)
                                .setSslRootCert(authority.certificate().toString())
                                .setSslCert(
                                        client.certificate().toString(), client.key().toString())
                                .setConnectTimeout(Duration.ofSeconds(30))
                                .setStatementTimeout(Duration.ofSeconds(17))
                                .build());
        flink.execute();
        assertThat(server.query("SELECT id, patience FROM built"))
                .containsExactly(List.of(1, "17s"));
    }

    @Test
    void verifyFullRefusesACertificateForAnotherHost() throws Exception {
        assertRefused(
                        connection(
                                server,
                                "encrypted",
                                "127.0.0.1",
                                trusting(SslMode.VERIFY_FULL, authority)))
                .isInstanceOf(SQLNonTransientConnectionException.class)
                .hasMessage(
                        "The certificate of the server 127.0.0.1:%d/postgres is for another host: No"
                                + " subject alternative names matching IP address 127.0.0.1 found."
                                + " Connect by a name that it holds, or set 'ssl.mode' ="
                                + " 'verify-ca' to leave the name unchecked.",
                        server.port());
        assertThat(
                        connect(
                                connection(
                                        server,
                                        "encrypted",
                                        "127.0.0.1",
                                        trusting(SslMode.VERIFY_CA, authority))))
                .isTrue();
    }

    /** 'require' with a root certificate checks it, as libpq does. */
    @ParameterizedTest
    @EnumSource(names = {"REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void refusesACertificateOfAnotherAuthority(SslMode mode) {
        assertRefused(connection(server, "encrypted", "localhost", trusting(mode, stranger)))
                .isInstanceOf(SQLNonTransientConnectionException.class)
                .hasMessage(
                        "The certificate of the server localhost:%d/postgres is signed by no"
                                + " authority of 'ssl.root.cert' = '%s', or has expired. Set"
                                + " 'ssl.root.cert' to a PEM file with the certificate of the"
                                + " authority that signed it.",
                        server.port(), stranger.certificate());
    }

    @Test
    void trustsTheAuthoritiesOfTheJvmWithoutAFile() {
        TlsSettings tls = new TlsSettings(SslMode.VERIFY_CA, null, null, null);
        assertRefused(connection(server, "encrypted", "localhost", tls))
                .hasMessageContaining(
                        "is signed by no authority of those that the JVM trusts, or has expired.");
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"DISABLE", "PREFER"})
    void refusesAServerWithoutTls(SslMode mode) throws IOException {
        PostgresServer plain = PostgresServer.shared();
        assertRefused(connection(plain, "postgres", "127.0.0.1", trusting(mode, authority)))
                .isInstanceOf(SQLNonTransientConnectionException.class)
                .hasMessage(
                        "The server 127.0.0.1:%d/postgres offers no TLS, which 'ssl.mode' = '%s'"
                                + " insists on. Switch it on there ('ssl = on' in postgresql.conf,"
                                + " with a certificate), or set 'ssl.mode' = 'prefer'.",
                        plain.port(), mode);
    }

    @Test
    void presentsItsOwnCertificateWithAKeyInPemForm() throws Exception {
        assertThat(
                        connect(
                                connection(
                                        server,
                                        "certified",
                                        "localhost",
                                        new TlsSettings(
                                                SslMode.VERIFY_FULL,
                                                authority.certificate().toString(),
                                                client.certificate().toString(),
                                                client.key().toString()))))
                .isTrue();
    }

    @Test
    void takesAKeyInDerFormAndChecksNothingWhenTlsIsOnlyPreferred() throws Exception {
        Path der =
                Files.write(
                        folder.resolve("client.pk8"),
                        Base64.getMimeDecoder()
                                .decode(
                                        Files.readString(client.key())
                                                .replaceAll("-----[A-Z ]+-----", "")));
        assertThat(
                        connect(
                                connection(
                                        server,
                                        "certified",
                                        "127.0.0.1",
                                        with(client.certificate(), der))))
                .isTrue();
    }

    /**
     * Of the same name, or the client would not offer its certificate at all. What the driver sees
     * is the server's alert or the end of the connection, whichever comes first.
     */
    @Test
    void theServerTakesNoCertificateOfAnotherAuthority() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        TestAuthority.Issued forged = new TestAuthority(elsewhere, "authority").issue("certified");
        assertRefused(
                connection(
                        server,
                        "certified",
                        "localhost",
                        with(forged.certificate(), forged.key())));
    }

    @Test
    void saysThatTheServerSpeaksNoTlsThatWeKnow() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answer =
                    CompletableFuture.runAsync(() -> answerWithoutTls(listener));
            assertRefused(insistingOnTls(listener))
                    .isInstanceOf(SQLNonTransientConnectionException.class)
                    .hasMessage(
                            "TLS with the server 127.0.0.1:%d/db failed: Unsupported or"
                                    + " unrecognized SSL message. If it asks for a client's"
                                    + " certificate, set 'ssl.cert' and 'ssl.key' to one that it"
                                    + " accepts.",
                            listener.getLocalPort());
            answer.get();
        }
    }

    /** With an end of the connection or a reset of it, as the kernel of either side has it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServerThatGoesAwayAmidTheHandshakeMayComeBack(boolean resets) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answer =
                    CompletableFuture.runAsync(() -> goAwayAmidTheHandshake(listener, resets));
            assertRefused(insistingOnTls(listener))
                    .isNotInstanceOf(SQLNonTransientConnectionException.class)
                    .hasCauseInstanceOf(IOException.class);
            answer.get();
        }
    }

    private static PostgresConnection insistingOnTls(ServerSocket listener) {
        return new PostgresConnection(
                null,
                "127.0.0.1",
                listener.getLocalPort(),
                "db",
                "u",
                SecretText.of("s3cret"),
                new TlsSettings(SslMode.REQUIRE, null, null, null),
                Timeouts.DEFAULTS);
    }

    private static void goAwayAmidTheHandshake(ServerSocket listener, boolean resets) {
        try (Socket socket = listener.accept()) {
            socket.getInputStream().readNBytes(8);
            socket.getOutputStream().write('S');
            if (resets) {
                socket.getInputStream().readNBytes(1);
                socket.setSoLinger(/* on= */ true, /* linger= */ 0);
            } else {
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says yes to the request for TLS, and then nothing that is TLS. */
    private static void answerWithoutTls(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            socket.getInputStream().readNBytes(8);
            socket.getOutputStream().write('S');
            socket.getInputStream().readNBytes(1);
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request".getBytes(US_ASCII));
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aServerThatAsksForACertificateRefusesUsWithoutOne() {
        assertRefused(connection(server, "certified", "localhost", TlsSettings.DEFAULTS))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(ServerSettings.isRefusal(e)).isTrue())
                .hasMessageContaining("connection requires a valid client certificate");
    }

    @Test
    void aPasswordBesideTheConnectionArrives() throws Exception {
        assertThat(
                        connect(
                                new PostgresConnection(
                                        SecretText.of(
                                                "postgresql://guarded@127.0.0.1:"
                                                        + server.port()
                                                        + "/postgres"),
                                        null,
                                        PostgresConnection.DEFAULT_PORT,
                                        null,
                                        null,
                                        SecretText.of("right"),
                                        TlsSettings.DEFAULTS,
                                        Timeouts.DEFAULTS)))
                .isTrue();
    }

    @Test
    void aPasswordThatIsWrongOrMissingIsARefusalToo() {
        for (String user : List.of("guarded:s3cret", "guarded")) {
            assertRefused(
                            PostgresConnection.of(
                                    SecretText.of(
                                            "postgresql://"
                                                    + user
                                                    + "@127.0.0.1:"
                                                    + server.port()
                                                    + "/postgres")))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(ServerSettings.isRefusal(e)).isTrue());
        }
    }

    @Test
    void saysWhichFileIsMissing() {
        TlsSettings tls = new TlsSettings(SslMode.VERIFY_CA, "/none/ca.crt", null, null);
        assertRefused(connection(server, "encrypted", "localhost", tls))
                .isNotInstanceOf(SQLNonTransientConnectionException.class)
                .hasMessage(
                        "The file '/none/ca.crt' of 'ssl.root.cert' can't be read on this machine."
                                + " Put it on every task manager and where the statement is"
                                + " planned.");
    }

    @Test
    void saysWhichFileHoldsNoCertificate() throws Exception {
        Path file = Files.writeString(folder.resolve("empty.crt"), "");
        assertUnusable(
                with(file, client.key()),
                String.format(
                        "The file '%s' of 'ssl.cert' holds no X.509 certificate in PEM form.",
                        file));
    }

    @Test
    void saysWhatToDoWithAKeyInAnotherForm() throws Exception {
        String convert = "openssl pkcs8 -topk8 -nocrypt -in old -out new.";
        Path encrypted = key("encrypted.key", "ENCRYPTED PRIVATE KEY");
        assertUnusable(
                with(client.certificate(), encrypted),
                String.format(
                        "The file '%s' of 'ssl.key' holds an encrypted key. Give it without a"
                                + " password, readable by Flink's user alone: %s",
                        encrypted, convert));
        Path old = key("old.key", "EC PRIVATE KEY");
        assertUnusable(
                with(client.certificate(), old),
                String.format(
                        "The file '%s' of 'ssl.key' holds a key in an older form than PKCS #8."
                                + " Convert it: %s",
                        old, convert));
        Path broken = key("broken.key", "PRIVATE KEY");
        assertUnusable(
                with(client.certificate(), broken),
                String.format(
                        "The file '%s' of 'ssl.key' holds no EC key in the form PKCS #8, such as the"
                                + " one of 'ssl.cert'. Convert it: %s",
                        broken, convert));
    }

    private static Path key(String name, String label) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "-----BEGIN " + label + "-----\nczNjcmV0\n-----END " + label + "-----\n");
    }

    private static void assertUnusable(TlsSettings tls, String message) {
        assertRefused(connection(server, "certified", "localhost", tls))
                .isInstanceOf(SQLNonTransientConnectionException.class)
                .hasMessage(message)
                .satisfies(
                        e -> {
                            for (Throwable t = e; t != null; t = t.getCause()) {
                                assertThat(String.valueOf(t)).doesNotContain("czNjcmV0");
                            }
                        });
    }

    @Test
    void refusesSettingsThatDoNotGoTogether() {
        assertUnfit(
                new TlsSettings(null, null, "c", null),
                "'ssl.cert' is set without 'ssl.key': set both, or neither.");
        assertUnfit(
                new TlsSettings(null, null, null, "k"),
                "'ssl.key' is set without 'ssl.cert': set both, or neither.");
        assertUnfit(
                new TlsSettings(SslMode.DISABLE, null, "c", "k"),
                "'ssl.cert' is set, but 'ssl.mode' = 'disable' switches TLS off. Set 'ssl.mode' ="
                        + " 'verify-full', or remove 'ssl.cert' and 'ssl.key'.");
        assertUnfit(
                new TlsSettings(null, "ca", null, null),
                "'ssl.root.cert' is set, but 'ssl.mode' = 'prefer' checks no certificate. Set"
                        + " 'ssl.mode' = 'verify-full' ('verify-ca' leaves the host name"
                        + " unchecked).");
    }

    private static void assertUnfit(TlsSettings tls, String message) {
        assertThatThrownBy(() -> connection(server, "u", "h", tls))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
