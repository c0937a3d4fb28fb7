// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** JSON by HTTP from one server: Flink's REST API, or the SQL gateway's. */
final class RestClient {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String base;

    RestClient(int port) {
        this.base = "http://" + ClusterConfig.LOOPBACK + ":" + port;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    JsonNode post(String path, String body) throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    /** PATCH without a body: with Flink, the way to cancel a job. */
    void patch(String path) throws IOException, InterruptedException {
        send(request(path).method("PATCH", HttpRequest.BodyPublishers.noBody()).build());
    }

    /** Whether the path is answered at all; a server that is starting refuses connections. */
    boolean answers(String path) throws InterruptedException {
        try {
            get(path);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(REQUEST_TIMEOUT);
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(
                    String.format(
                            "%s %s: expected status 2xx but was %d: %s",
                            request.method(),
                            request.uri(),
                            response.statusCode(),
                            response.body()));
        }
        return json.readTree(response.body());
    }
}
