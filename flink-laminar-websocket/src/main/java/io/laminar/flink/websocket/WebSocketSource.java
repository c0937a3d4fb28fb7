// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import io.laminar.flink.websocket.source.PortRangeEnumerator;
import io.laminar.flink.websocket.source.WebSocketDeserializationSchema;
import io.laminar.flink.websocket.source.WebSocketEnumerator;
import io.laminar.flink.websocket.source.WebSocketEnumeratorState;
import io.laminar.flink.websocket.source.WebSocketEnumeratorStateSerializer;
import io.laminar.flink.websocket.source.WebSocketSourceConfig;
import io.laminar.flink.websocket.source.WebSocketSourceReader;
import io.laminar.flink.websocket.source.WebSocketSplit;
import io.laminar.flink.websocket.source.WebSocketSplitSerializer;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.UserCodeClassLoader;

/**
 * Reads messages from a WebSocket server (client mode), or from clients that connect to it (server
 * mode); RFC 6455. A FLIP-27 source, unbounded.
 *
 * <pre>{@code
 * WebSocketSource<String> source =
 *         WebSocketSource.<String>builder()
 *                 .setUrl("wss://feed.example.com/ticks")
 *                 .setDeserializer(new SimpleStringSchema())
 *                 .build();
 * env.fromSource(source, WatermarkStrategy.noWatermarks(), "ticks");
 * }</pre>
 *
 * <p>Guarantee: at most once. What a peer sends while no connection is up, and what waits in memory
 * when the job fails, is lost: the protocol has no way to ask for it again. From a server that can
 * replay it is at least once, with {@link WebSocketSourceBuilder#setResume}.
 *
 * <p>Each URL is one split; they are spread over the subtasks. After a restart the URLs are those
 * of the configuration: what a checkpoint says of others is dropped. A server listens in one
 * subtask, or with a range of ports in every one, each on its own port. Subtasks that read nothing
 * are idle and hold back no watermark.
 *
 * <p>Memory, on the heap: the hand-over queue of a subtask holds up to {@code buffer.capacity}
 * messages and up to {@code max_message_size} bytes (at least 1 MiB), and one message more, before
 * reading from the sockets stops; then TCP flow control pushes back on the senders. To that come,
 * for each connection, what one socket read of up to 64 KiB holds (compressed messages stay as they
 * are meanwhile), and up to three times {@code max_message_size} while a message that is
 * compressed, or of several frames or reads, is put together.
 *
 * <p>Threads: one network thread in each subtask that reads; bytes are decoded on the task's
 * thread.
 *
 * @param <T> what the deserializer makes
 */
@PublicEvolving
public final class WebSocketSource<T>
        implements Source<T, WebSocketSplit, WebSocketEnumeratorState>, ResultTypeQueryable<T> {

    private static final long serialVersionUID = 1L;

    private final WebSocketSourceConfig config;
    private final WebSocketDeserializationSchema<T> deserializer;

    private WebSocketSource(
            WebSocketSourceConfig config, WebSocketDeserializationSchema<T> deserializer) {
        this.config = config;
        this.deserializer = deserializer;
    }

    public static <T> WebSocketSourceBuilder<T> builder() {
        return new WebSocketSourceBuilder<>();
    }

    /** For the table layer, which has checked the same config itself. */
    @Internal
    public static <T> WebSocketSource<T> of(
            WebSocketSourceConfig config, WebSocketDeserializationSchema<T> deserializer) {
        return new WebSocketSource<>(config, deserializer);
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<T, WebSocketSplit> createReader(SourceReaderContext context)
            throws Exception {
        deserializer.open(
                new DeserializationSchema.InitializationContext() {
                    @Override
                    public MetricGroup getMetricGroup() {
                        return context.metricGroup().addGroup("deserializer");
                    }

                    @Override
                    public UserCodeClassLoader getUserCodeClassLoader() {
                        return context.getUserCodeClassLoader();
                    }
                });
        return new WebSocketSourceReader<>(config, deserializer, context);
    }

    @Override
    public SplitEnumerator<WebSocketSplit, WebSocketEnumeratorState> createEnumerator(
            SplitEnumeratorContext<WebSocketSplit> context) {
        return config.endpoint().portRange() == null
                ? new WebSocketEnumerator(context, config.endpoint())
                : new PortRangeEnumerator(context, config);
    }

    @Override
    public SplitEnumerator<WebSocketSplit, WebSocketEnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<WebSocketSplit> context, WebSocketEnumeratorState state) {
        return createEnumerator(context);
    }

    @Override
    public SimpleVersionedSerializer<WebSocketSplit> getSplitSerializer() {
        return new WebSocketSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<WebSocketEnumeratorState> getEnumeratorCheckpointSerializer() {
        return new WebSocketEnumeratorStateSerializer();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return deserializer.getProducedType();
    }
}
