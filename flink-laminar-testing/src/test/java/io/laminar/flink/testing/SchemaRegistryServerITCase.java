// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class SchemaRegistryServerITCase {

    @Test
    void keepsASchemaAsConfluentsDoes() throws Exception {
        try (SchemaRegistryServer registry = SchemaRegistryServer.start()) {
            String versions = registry.url() + "/subjects/prices-value/versions";
            HttpClient client = HttpClient.newHttpClient();

            HttpResponse<String> registered =
                    client.send(
                            HttpRequest.newBuilder(URI.create(versions))
                                    .header(
                                            "Content-Type",
                                            "application/vnd.schemaregistry.v1+json")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"schema\": \"\\\"string\\\"\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            HttpResponse<String> read =
                    client.send(
                            HttpRequest.newBuilder(URI.create(versions + "/latest")).build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(registered.body()).contains("\"id\":");
            assertThat(read.body()).contains("\"schema\":\"\\\"string\\\"\"");
        }
    }
}
