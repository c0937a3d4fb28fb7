// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servers of a lakehouse: objects in S3, tables in a catalog. */
final class LakeServersITCase {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir private Path folder;

    @Test
    void theS3ServerKeepsAnObjectForWhoeverSignsTheRequest() throws Exception {
        S3Server server = S3Server.shared();
        server.createBucket("kept");
        String object = server.endpoint() + "/kept/object";
        assertThat(signed(server, object, "--upload-file", "/etc/hostname")).isEqualTo("200");
        assertThat(signed(server, object)).isEqualTo("200");
        assertThat(send(HttpRequest.newBuilder(URI.create(object))).statusCode()).isEqualTo(403);
    }

    @Test
    void theCatalogAnswersToItsTokenOnly() throws Exception {
        IcebergRestServer server = IcebergRestServer.shared();
        HttpRequest.Builder config =
                HttpRequest.newBuilder(URI.create(server.uri() + "/v1/config"));
        assertThat(send(config).statusCode()).isEqualTo(401);
        assertThat(send(config.header("Authorization", "Bearer " + server.token())).statusCode())
                .isEqualTo(200);
    }

    @Test
    void theCatalogGivesItsTokenForACredential() throws Exception {
        IcebergRestServer server = IcebergRestServer.shared();
        String[] credential = server.credential().split(":", 2);
        assertThat(token(server, credential[0], credential[1]))
                .contains("\"access_token\":\"" + server.token() + "\"");
        assertThat(token(server, credential[0], "guessed")).contains("invalid_client");
    }

    private static String token(IcebergRestServer server, String id, String secret)
            throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.uri() + "/v1/oauth/tokens"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "grant_type=client_credentials&client_id="
                                                + id
                                                + "&client_secret="
                                                + secret)))
                .body();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The status of a request that curl signs. */
    private String signed(S3Server server, String url, String... more) throws Exception {
        List<String> command =
                List.of(
                        "curl",
                        "--silent",
                        "--output",
                        folder.resolve("body").toString(),
                        "--write-out",
                        "%{http_code}",
                        "--aws-sigv4",
                        "aws:amz:" + S3Server.REGION + ":s3",
                        "--user",
                        server.accessKey() + ":" + server.secretKey(),
                        // Older releases of curl sign it, but do not send it.
                        "--header",
                        "x-amz-content-sha256: UNSIGNED-PAYLOAD",
                        url);
        Process curl =
                new ProcessBuilder(Stream.concat(command.stream(), Arrays.stream(more)).toList())
                        .start();
        String status = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (curl.waitFor() != 0) {
            throw new IOException("curl failed with " + curl.exitValue());
        }
        return status;
    }
}
