// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** {@link BenchSource} in SQL: {@code 'connector' = 'bench-rows'}. */
public final class BenchTableFactory implements DynamicTableSourceFactory {

    private static final ConfigOption<Long> ROWS =
            ConfigOptions.key("rows").longType().noDefaultValue();
    private static final ConfigOption<Boolean> SHUFFLED =
            ConfigOptions.key("shuffled").booleanType().defaultValue(false);
    private static final ConfigOption<Boolean> ARRAY_TEXT =
            ConfigOptions.key("array-text").booleanType().defaultValue(false);

    @Override
    public String factoryIdentifier() {
        return "bench-rows";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(ROWS);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(SHUFFLED, ARRAY_TEXT);
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        helper.validate();
        return new BenchTableSource(
                new BenchSource(
                        helper.getOptions().get(ROWS),
                        helper.getOptions().get(SHUFFLED),
                        helper.getOptions().get(ARRAY_TEXT)));
    }

    private record BenchTableSource(BenchSource source) implements ScanTableSource {

        @Override
        public ChangelogMode getChangelogMode() {
            return ChangelogMode.insertOnly();
        }

        @Override
        public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
            return SourceProvider.of(source);
        }

        @Override
        public DynamicTableSource copy() {
            return this;
        }

        @Override
        public String asSummaryString() {
            return "rows built beforehand";
        }
    }
}
