// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import io.laminar.flink.benchmarks.websocket.FeedJob.Reader;
import java.io.IOException;

/** What reads the feed; in this order. */
enum SourceVariant {
    LAMINAR("source"),
    CLIENT_JSON("source-limit"),
    JAVA_WEBSOCKET("source-peer"),
    LAMINAR_RAW("source-raw"),
    CLIENT("source-client"),
    JSON("source-json");

    private final String label;

    SourceVariant(String label) {
        this.label = label;
    }

    /** Whether it needs no feed. */
    boolean isWithoutFeed() {
        return this == JSON;
    }

    FeedReader start(String url) throws IOException, InterruptedException {
        return switch (this) {
            case LAMINAR -> FeedJob.start(Reader.LAMINAR_JSON, url);
            case LAMINAR_RAW -> FeedJob.start(Reader.LAMINAR_RAW, url);
            case JAVA_WEBSOCKET -> FeedJob.start(Reader.JAVA_WEBSOCKET_JSON, url);
            case CLIENT -> NettyClient.counting(url);
            case CLIENT_JSON -> NettyClient.decoding(url, new JsonDecoder());
            case JSON -> JsonLoop.start();
        };
    }

    /** The name in the output. */
    @Override
    public String toString() {
        return label;
    }
}
