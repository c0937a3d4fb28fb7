// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import io.laminar.flink.websocket.testing.CollectingServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.ExternalSystemDataReader;
import org.apache.flink.connector.testframe.external.sink.DataStreamSinkV2ExternalContext;
import org.apache.flink.connector.testframe.external.sink.TestingSinkSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SinkTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.Timeout;

/**
 * Flink's tests of a sink, for one whose server acknowledges: a bounded job, a savepoint that is
 * restored with the same, a higher and a lower parallelism, and the metrics.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WebSocketClientSinkSuiteITCase extends SinkTestSuiteBase<String> {

    @TestEnv final MiniClusterTestEnvironment environment = new MiniClusterTestEnvironment();

    @TestSemantics
    final CheckpointingMode[] semantics = new CheckpointingMode[] {CheckpointingMode.AT_LEAST_ONCE};

    @TestContext
    final ExternalContextFactory<ServerContext> contexts = test -> ServerContext.start();

    /** A server for one test. */
    private record ServerContext(CollectingServer server)
            implements DataStreamSinkV2ExternalContext<String> {

        static ServerContext start() {
            try {
                return new ServerContext(CollectingServer.start().answering(word -> word));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Sink<String> createSink(TestingSinkSettings settings) {
            return WebSocketSink.<String>builder()
                    .setUrl(server.url())
                    .setSerializer(new SimpleStringSchema())
                    .setAcknowledgement("word", word -> word)
                    .build();
        }

        @Override
        public ExternalSystemDataReader<String> createSinkDataReader(TestingSinkSettings settings) {
            return new Reader(server);
        }

        @Override
        public List<String> generateTestData(TestingSinkSettings settings, long seed) {
            Random random = new Random(seed);
            return Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()).toString())
                    .limit(random.nextInt(100, 500))
                    .toList();
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }

        /** The sink is on the class path. */
        @Override
        public List<URL> getConnectorJarPaths() {
            return List.of();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    /** Gives out each message once. */
    private static final class Reader implements ExternalSystemDataReader<String> {

        private final CollectingServer server;
        private int given;

        Reader(CollectingServer server) {
            this.server = server;
        }

        /** Does not wait: the suite asks again. */
        @Override
        public List<String> poll(Duration timeout) {
            List<String> messages = server.messages();
            List<String> news = messages.subList(given, messages.size());
            given = messages.size();
            return news;
        }

        @Override
        public void close() {
            // The context closes the server.
        }
    }
}
