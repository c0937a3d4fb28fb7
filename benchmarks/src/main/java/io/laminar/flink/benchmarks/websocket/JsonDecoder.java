// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.io.IOException;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.formats.json.JsonFormatFactory;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.connector.source.ScanRuntimeProviderContext;
import org.apache.flink.table.types.utils.TypeConversions;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;

/** flink-json with its defaults, as a job has it: one row of a message. */
final class JsonDecoder {

    private final DeserializationSchema<RowData> schema =
            // The factory does not look at the table.
            new JsonFormatFactory()
                    .createDecodingFormat(null, new Configuration())
                    .createRuntimeDecoder(
                            ScanRuntimeProviderContext.INSTANCE,
                            TypeConversions.fromLogicalToDataType(BenchMessages.ROW_TYPE));

    JsonDecoder() {
        try {
            schema.open(new Context());
        } catch (Exception e) {
            throw new IllegalStateException("flink-json can't be opened.", e);
        }
    }

    RowData decode(byte[] message) throws IOException {
        return schema.deserialize(message);
    }

    private static final class Context implements DeserializationSchema.InitializationContext {

        @Override
        public MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup();
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return SimpleUserCodeClassLoader.create(JsonDecoder.class.getClassLoader());
        }
    }
}
