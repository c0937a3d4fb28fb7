// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.sdk.sink.PortableSink;
import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;

/** Appends rows at least once; see {@link AtLeastOnceWriter}. */
@Internal
public final class AtLeastOnceSink implements PortableSink<RowData> {

    private static final long serialVersionUID = 1L;

    private final PostgresSinkConfig config;

    public AtLeastOnceSink(PostgresSinkConfig config) {
        this.config = config;
    }

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) throws IOException {
        return new AtLeastOnceWriter(config, context);
    }
}
