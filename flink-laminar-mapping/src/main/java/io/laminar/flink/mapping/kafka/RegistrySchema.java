// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.apache.flink.formats.avro.typeutils.AvroSchemaConverter;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.table.types.DataType;

/** The newest Avro schema of a topic's values in a registry. */
final class RegistrySchema {

    private static final int OK = 200;

    private RegistrySchema() {}

    /**
     * The schema as Flink's type of a row.
     *
     * @param options of the official connector
     * @param prefix of those that belong to the format
     * @throws IOException if the registry does not answer with a schema; the message says why
     */
    static DataType of(Map<String, String> options, String prefix, String topic, Duration timeout)
            throws IOException {
        String subject = options.getOrDefault(prefix + "subject", topic + "-value");
        URI uri =
                URI.create(
                        options.get(prefix + "url")
                                + "/subjects/"
                                + URLEncoder.encode(subject, StandardCharsets.UTF_8)
                                + "/versions/latest");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(timeout);
        String login = options.get(prefix + "basic-auth.user-info");
        if (login != null) {
            request.header(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        }
        try {
            HttpResponse<String> answer =
                    HttpClient.newBuilder()
                            .connectTimeout(timeout)
                            .build()
                            .send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new IOException(
                        "for subject '"
                                + subject
                                + "' it answers with status "
                                + answer.statusCode());
            }
            String schema = new ObjectMapper().readTree(answer.body()).path("schema").asText();
            return AvroSchemaConverter.convertToDataType(schema);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
