// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import io.laminar.flink.sql.runner.SqlScript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The scripts of {@code examples/market}, which are packed into this jar. */
final class MarketScripts {

    static final String PIPELINE = "pipeline.sql";
    static final String SCHEMA = "schema.sql";

    private static final String FEED = "ws://127.0.0.1:9100/ticks";
    private static final String POSTGRES = "postgresql://postgres@127.0.0.1:5432/postgres";
    private static final String LIVE = "127.0.0.1:9200";

    private MarketScripts() {}

    /** Creates the table that the pipeline writes to. */
    static String schema() throws IOException {
        return read(SCHEMA);
    }

    /**
     * The pipeline, with other addresses in the place of the three that the file has.
     *
     * @param feedPort on 127.0.0.1
     * @param postgres connection URI
     * @param livePort on 127.0.0.1
     */
    static SqlScript pipeline(int feedPort, String postgres, int livePort) throws IOException {
        String text = read(PIPELINE);
        text = replace(text, FEED, "ws://127.0.0.1:" + feedPort + MarketFeed.PATH);
        text = replace(text, POSTGRES, postgres);
        text = replace(text, LIVE, "127.0.0.1:" + livePort);
        return SqlScript.parse(text, PIPELINE);
    }

    /** Puts another address in the place of one that the text has exactly once, in quotes. */
    static String replace(String text, String address, String other) {
        String quoted = "'" + address + "'";
        int first = text.indexOf(quoted);
        if (first < 0 || text.indexOf(quoted, first + 1) >= 0) {
            throw new IllegalStateException(DemoErrors.addressNotOnce(PIPELINE, quoted));
        }
        return text.replace(quoted, "'" + other + "'");
    }

    private static String read(String name) throws IOException {
        try (InputStream resource = MarketScripts.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IOException(DemoErrors.noResource(name));
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
