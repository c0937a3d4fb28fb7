// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PageServerTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private volatile DemoStatus status = DemoStatus.STARTING;
    private PageServer server;

    @BeforeEach
    void start() throws Exception {
        server = PageServer.start(0, () -> status);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void servesAPageThatNeedsNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = get("");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'");
        assertThat(page.body())
                .contains("<title>flink-laminar: market demo</title>")
                .doesNotContain("src=\"")
                .doesNotContain("https://");
    }

    @Test
    void tellsTheFiguresOfTheMoment() throws Exception {
        status =
                new DemoStatus(
                        DemoStage.RUNNING,
                        Duration.ofSeconds(7),
                        9200,
                        new DemoFigures(6, 5, 4, 3, 2, 1));
        HttpResponse<String> answer = get("status");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(answer.body()))
                .isEqualTo(
                        json.readTree(
                                """
                                {"stage": "running", "millis": 7000, "live_port": 9200,
                                 "ticks_sent": 6, "ticks_received": 5, "ticks_in_postgres": 4,
                                 "windows": 3, "checkpoints": 2, "page_messages": 1}
                                """));
    }

    @Test
    void refusesWhatItDoesNotHave() throws Exception {
        assertThat(get("../secret").statusCode()).isEqualTo(404);
        HttpRequest post =
                HttpRequest.newBuilder(server.uri())
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build();
        HttpResponse<String> answer = client.send(post, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
    }

    @Test
    void saysHowToMendAPortInUse() {
        int port = server.uri().getPort();
        assertThatThrownBy(() -> PageServer.start(port, () -> status))
                .isInstanceOf(DemoException.class)
                .hasMessage(
                        "The page can't listen on 127.0.0.1:%d: Address already in use. Stop what uses"
                                + " the port, or leave --port out for any free one.",
                        port);
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create(server.uri() + path);
        return client.send(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
