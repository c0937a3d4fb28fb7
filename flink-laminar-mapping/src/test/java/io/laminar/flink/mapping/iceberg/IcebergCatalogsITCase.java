// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.testing.IcebergRestServer;
import io.laminar.flink.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catalogs of several kinds, and the ways into them. */
class IcebergCatalogsITCase extends IcebergSqlTestBase {

    @TempDir private Path folder;

    @Test
    void keepsTablesInAFolder() throws Exception {
        createAnywhere(
                "shelf (id BIGINT, PRIMARY KEY (id) NOT ENFORCED)",
                "'catalog_uri' = '" + folder + "'",
                "'table' = 'outer.inner.shelf'",
                "'write_mode' = 'upsert'");
        run("INSERT INTO shelf VALUES (1), (2)");
        run("INSERT INTO shelf VALUES (2)");
        assertThat(folder.resolve("outer/inner/shelf/metadata")).isDirectory();
        assertThat(
                        new LakeReader(Map.of("type", "hadoop", "warehouse", folder.toString()))
                                .rows("outer.inner.shelf"))
                .containsExactly("1", "2");
        createAnywhere(
                "by_uri (id BIGINT)",
                "'catalog_uri' = '" + folder.toUri() + "'",
                "'table' = 'outer.inner.shelf'");
        assertThat(query("SELECT id FROM by_uri")).containsExactly("+I[1]", "+I[2]");
    }

    @Test
    void keepsTablesInABucket() throws Exception {
        S3Server s3 = S3Server.shared();
        s3.createBucket("lake");
        try (IcebergRestServer server = IcebergRestServer.start(s3, "lake")) {
            createAnywhere(
                    "remote (id BIGINT, name STRING)",
                    "'catalog_uri' = '" + server.uri() + "'",
                    "'catalog.token' = '" + server.token() + "'",
                    "'table' = 'far.remote'",
                    "'storage.endpoint' = '" + s3.endpoint() + "'",
                    "'storage.path_style' = 'true'",
                    "'storage.access_key' = '" + s3.accessKey() + "'",
                    "'storage.secret_key' = '" + s3.secretKey() + "'");
            run("INSERT INTO remote VALUES (1, 'pen'), (2, 'ink')");
            assertThat(query("SELECT * FROM remote")).containsExactly("+I[1, pen]", "+I[2, ink]");
            LakeReader reader =
                    new LakeReader(
                            Map.of(
                                    "type", "rest",
                                    "uri", server.uri(),
                                    "token", server.token(),
                                    "s3.endpoint", s3.endpoint(),
                                    "s3.path-style-access", "true",
                                    "s3.access-key-id", s3.accessKey(),
                                    "s3.secret-access-key", s3.secretKey(),
                                    "client.region", S3Server.REGION));
            assertThat(reader.table("far.remote").location()).startsWith("s3://lake/");
            assertThat(reader.rows("far.remote")).containsExactly("1,pen", "2,ink");
        }
    }

    @Test
    void getsATokenForACredential() throws Exception {
        Path secret = Files.writeString(folder.resolve("credential"), server().credential());
        createAnywhere(
                "credited (id BIGINT)",
                "'catalog_uri' = '" + server().uri() + "'",
                "'catalog.credential' = '${file:" + secret + "}'",
                "'oauth2-server-uri' = '" + server().uri() + "/v1/oauth/tokens'",
                "'table' = 'ways.credited'");
        run("INSERT INTO credited VALUES (1)");
        assertThat(lake().rows("ways.credited")).containsExactly("1");
    }

    @Test
    void tellsWhatACatalogRefuses() throws Exception {
        createAnywhere(
                "refused (id BIGINT)",
                "'catalog_uri' = '" + server().uri() + "'",
                "'catalog.token' = 'hush-hush'",
                "'table' = 'ways.refused'");
        assertThatThrownBy(() -> query("SELECT * FROM refused"))
                .satisfies(
                        failure ->
                                assertThat(ExceptionUtils.stringifyException(failure))
                                        .contains(
                                                "Connector 'laminar-iceberg': The catalog at "
                                                        + server().uri()
                                                        + " refuses: Not authorized: No such token."
                                                        + " Check 'catalog.token' or"
                                                        + " 'catalog.credential'.")
                                        .doesNotContain("hush-hush"));
    }

    @Test
    void namesACatalogThatGivesNoAnswer() throws Exception {
        String nowhere = "http://127.0.0.1:1";
        createAnywhere(
                "unreached (id BIGINT)",
                "'catalog_uri' = '" + nowhere + "'",
                "'table' = 'ways.unreached'",
                "'rest.client.max-retries' = '1'");
        assertThatThrownBy(() -> query("SELECT * FROM unreached"))
                .satisfies(
                        failure ->
                                assertThat(ExceptionUtils.stringifyException(failure))
                                        .contains(
                                                "The catalog at "
                                                        + nowhere
                                                        + " gives no answer that can be used: ")
                                        .contains("Connection refused"));
    }

    @Test
    void findsATableByItsNameInAWarehouse() throws Exception {
        create(
                "housed (id BIGINT)",
                "ways.housed",
                "'warehouse' = 'file:///ignored/by/this/server'");
        run("INSERT INTO housed VALUES (1)");
        assertThat(lake().rows("ways.housed")).containsExactly("1");
    }
}
