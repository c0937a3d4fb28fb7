// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.option.RowConverter;
import io.laminar.flink.sdk.sink.PortableSink;
import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.VisibleForTesting;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Writes rows at least once; see {@link AtLeastOnceWriter}. */
@Internal
public final class AtLeastOnceSink<T> implements PortableSink<T> {

    private static final long serialVersionUID = 1L;

    private final PostgresSinkConfig config;
    private final RowConverter<T> converter;

    public AtLeastOnceSink(PostgresSinkConfig config, RowConverter<T> converter) {
        this.config = config;
        this.converter = converter;
    }

    /** The checked settings. */
    @VisibleForTesting
    public PostgresSinkConfig config() {
        return config;
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
        return new AtLeastOnceWriter<>(config, converter, context);
    }
}
