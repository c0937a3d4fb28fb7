// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.suite;

import io.laminar.flink.websocket.WebSocketSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.testframe.external.ExternalSystemSplitDataWriter;
import org.apache.flink.connector.testframe.external.source.DataStreamSourceExternalContext;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;

/** As many servers as the suite writes splits. */
final class FeedContext implements DataStreamSourceExternalContext<String> {

    private static final int SPLITS = 4;

    private final List<StoredFeed> feeds = new ArrayList<>();
    private int written;

    private FeedContext() {}

    /** All servers listen from the beginning, since a source knows their URLs. */
    static FeedContext create() {
        FeedContext context = new FeedContext();
        try {
            for (int i = 0; i < SPLITS; i++) {
                context.feeds.add(StoredFeed.start());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return context;
    }

    @Override
    public Source<String, ?, ?> createSource(TestingSourceSettings settings) {
        if (settings.getBoundedness() == Boundedness.BOUNDED) {
            throw new UnsupportedOperationException("A feed has no end.");
        }
        return WebSocketSource.<String>builder()
                .setUrl(feeds.stream().map(StoredFeed::url).toArray(String[]::new))
                .setDeserializer(new Words())
                .setSubscribeMessages("0")
                .setResume("n", "${last}")
                .setReconnectDelay(Duration.ofMillis(10), Duration.ofMillis(100))
                .build();
    }

    @Override
    public ExternalSystemSplitDataWriter<String> createSourceSplitDataWriter(
            TestingSourceSettings settings) {
        StoredFeed feed = feeds.get(written++);
        return new ExternalSystemSplitDataWriter<>() {
            @Override
            public void writeRecords(List<String> records) {
                feed.add(records);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public List<String> generateTestData(
            TestingSourceSettings settings, int splitIndex, long seed) {
        Random random = new Random(seed);
        return Stream.generate(() -> splitIndex + "-" + Long.toHexString(random.nextLong()))
                .limit(random.nextInt(100, 500))
                .toList();
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return Types.STRING;
    }

    @Override
    public List<URL> getConnectorJarPaths() {
        return List.of();
    }

    @Override
    public void close() throws Exception {
        for (StoredFeed feed : feeds) {
            feed.close();
        }
    }

    @Override
    public String toString() {
        return "replaying feeds";
    }

    private static final class Words extends AbstractDeserializationSchema<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public String deserialize(byte[] record) {
            String text = new String(record, StandardCharsets.UTF_8);
            return text.substring(text.lastIndexOf(':') + 2, text.length() - 2);
        }
    }
}
