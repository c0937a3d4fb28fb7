// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;

/** {@link JavaWebSocketSource} in SQL: {@code 'connector' = 'bench-java-websocket'}. */
public final class JavaWebSocketTableFactory implements DynamicTableSourceFactory {

    private static final ConfigOption<String> URL =
            ConfigOptions.key("url").stringType().noDefaultValue();

    @Override
    public String factoryIdentifier() {
        return "bench-java-websocket";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(URL, FactoryUtil.FORMAT);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        DecodingFormat<DeserializationSchema<RowData>> format =
                helper.discoverDecodingFormat(
                        DeserializationFormatFactory.class, FactoryUtil.FORMAT);
        helper.validate();
        return new TableSource(
                helper.getOptions().get(URL), format, context.getPhysicalRowDataType());
    }

    private record TableSource(
            String url, DecodingFormat<DeserializationSchema<RowData>> format, DataType rowType)
            implements ScanTableSource {

        @Override
        public ChangelogMode getChangelogMode() {
            return format.getChangelogMode();
        }

        @Override
        @SuppressWarnings("deprecation") // Such sources are what the benchmark is about.
        public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
            return org.apache.flink.table.connector.source.SourceFunctionProvider.of(
                    new JavaWebSocketSource(url, format.createRuntimeDecoder(context, rowType)),
                    /* isBounded= */ false);
        }

        @Override
        public DynamicTableSource copy() {
            return this;
        }

        @Override
        public String asSummaryString() {
            return "Java-WebSocket";
        }
    }
}
