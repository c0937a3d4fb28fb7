// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.websocket.protocol.WebSocketErrors;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.SinkErrors;
import io.laminar.flink.websocket.sink.WebSocketSinkConfig;
import io.laminar.flink.websocket.sink.batch.BatchErrors;
import io.laminar.flink.websocket.sink.batch.BatchLimits;
import io.laminar.flink.websocket.sink.client.ClientSinkConfig;
import io.laminar.flink.websocket.source.RecordLayout;
import io.laminar.flink.websocket.source.WebSocketSourceConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.SerializationFormatFactory;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;

/** Makes sources and sinks of {@code 'connector' = 'websocket'}. */
@Internal
public final class WebSocketDynamicTableFactory
        implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    public static final String IDENTIFIER = "websocket";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    /** None: {@link OptionReader} reports what is missing in our words, all together. */
    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        Set<ConfigOption<?>> options = new HashSet<>(WebSocketSourceOptions.ALL);
        options.addAll(WebSocketSinkOptions.ALL);
        return options;
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        OptionReader options =
                checkedKeys(context, WebSocketSourceOptions.ALL, WebSocketSourceOptions.FORMAT);
        String format = options.get(WebSocketSourceOptions.FORMAT);
        Optional<WebSocketSourceConfig> config =
                new SourceConfigReader(options).read(layoutOf(format));
        Optional<Integer> parallelism = options.find(WebSocketSourceOptions.SCAN_PARALLELISM);
        config.ifPresent(
                checked ->
                        parallelism.ifPresent(
                                subtasks ->
                                        Attempt.check(
                                                options,
                                                () -> checked.requireParallelism(subtasks))));
        options.throwProblems();

        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        DecodingFormat<DeserializationSchema<RowData>> decoding =
                helper.discoverDecodingFormat(
                        DeserializationFormatFactory.class, WebSocketSourceOptions.FORMAT);
        helper.validate();
        return new WebSocketDynamicTableSource(
                config.orElseThrow(),
                decoding,
                context.getPhysicalRowDataType(),
                parallelism.orElse(null));
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        OptionReader options =
                checkedKeys(context, WebSocketSinkOptions.ALL, WebSocketSinkOptions.FORMAT);
        refuseOptionsOfOtherMode(options);
        return options.get(WebSocketSinkOptions.MODE, WebSocketMode.class) == WebSocketMode.CLIENT
                ? createClientSink(context, options)
                : createServerSink(context, options);
    }

    private DynamicTableSink createServerSink(Context context, OptionReader options) {
        String format = options.get(WebSocketSinkOptions.FORMAT);
        Optional<WebSocketSinkConfig> config = SinkConfigReader.read(options);
        int parallelism = options.get(WebSocketSinkOptions.SINK_PARALLELISM);
        config.ifPresent(
                checked -> Attempt.check(options, () -> checked.requireParallelism(parallelism)));
        ChangelogEnvelope envelope = envelopeOf(options, format);
        options.throwProblems();

        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        EncodingFormat<SerializationSchema<RowData>> encoding =
                helper.discoverEncodingFormat(
                        SerializationFormatFactory.class, WebSocketSinkOptions.FORMAT);
        helper.validate();
        return new WebSocketDynamicTableSink(
                config.orElseThrow(),
                frameTypeOf(format, context),
                encoding,
                envelope,
                layoutOf(format),
                context.getPhysicalRowDataType(),
                parallelism);
    }

    private DynamicTableSink createClientSink(Context context, OptionReader options) {
        String format = options.get(WebSocketSinkOptions.FORMAT);
        Optional<ClientSinkConfig> config = ClientSinkConfigReader.read(options);
        Optional<BatchLimits> limits =
                Attempt.at(
                        options,
                        () ->
                                new BatchLimits(
                                        options.get(WebSocketSinkOptions.BATCH_MAX_SIZE),
                                        options.get(WebSocketSinkOptions.BATCH_INTERVAL)));
        FrameType frameType = frameTypeOf(format, context);
        if (frameType == FrameType.BINARY && limits.filter(l -> l.maxRows() > 1).isPresent()) {
            options.problem(BatchErrors.notJoinable(format));
        }
        ChangelogEnvelope envelope = envelopeOf(options, format);
        DataType rowType = context.getPhysicalRowDataType();
        Optional<AckColumn> answers =
                options.find(WebSocketSinkOptions.ACK_FIELD)
                        .flatMap(field -> Attempt.at(options, () -> AckColumn.of(field, rowType)));
        Optional<Integer> parallelism = options.find(WebSocketSinkOptions.SINK_PARALLELISM);
        parallelism
                .filter(subtasks -> subtasks < 1)
                .ifPresent(
                        subtasks ->
                                options.problem(
                                        WebSocketErrors.tooSmall("sink.parallelism", subtasks, 1)));
        options.throwProblems();

        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        EncodingFormat<SerializationSchema<RowData>> encoding =
                helper.discoverEncodingFormat(
                        SerializationFormatFactory.class, WebSocketSinkOptions.FORMAT);
        helper.validate();
        return new ClientTableSink(
                config.orElseThrow(),
                limits.orElseThrow(),
                frameType,
                encoding,
                envelope,
                rowType,
                answers.orElse(null),
                parallelism.orElse(null));
    }

    private static void refuseOptionsOfOtherMode(OptionReader options) {
        WebSocketMode mode = options.get(WebSocketSinkOptions.MODE, WebSocketMode.class);
        for (ConfigOption<?> foreign : WebSocketSinkOptions.onlyIn(mode.other())) {
            if (options.isWritten(foreign)) {
                options.problem(
                        WebSocketErrors.optionOfOtherMode(
                                foreign.key(), mode.toString(), mode.other().toString()));
            }
        }
    }

    private static OptionReader checkedKeys(
            Context context, List<ConfigOption<?>> declared, ConfigOption<String> formatOption) {
        OptionReader options = new OptionReader(IDENTIFIER, context.getCatalogTable().getOptions());
        Set<ConfigOption<?>> known = new HashSet<>(declared);
        known.add(FactoryUtil.CONNECTOR);
        known.add(FactoryUtil.PROPERTY_VERSION);
        Set<String> prefixes = new HashSet<>(Set.of(options.get(formatOption) + "."));
        if (declared.contains(WebSocketSourceOptions.HEADERS)) {
            prefixes.add(WebSocketSourceOptions.HEADERS.key() + ".");
        }
        options.checkKeys(known, prefixes);
        return options;
    }

    private static ChangelogEnvelope envelopeOf(OptionReader options, String format) {
        if (!options.get(WebSocketSinkOptions.CHANGELOG_ENVELOPE)) {
            return ChangelogEnvelope.NONE;
        }
        if (!format.equals("json")) {
            options.problem(SinkErrors.envelopeNeedsJson(format));
        }
        return ChangelogEnvelope.JSON;
    }

    private static RecordLayout layoutOf(String format) {
        if (format.equals("json") || format.endsWith("-json")) {
            return RecordLayout.JSON;
        }
        return format.equals("csv") ? RecordLayout.LINES : RecordLayout.WHOLE_MESSAGE;
    }

    /** Text is for UTF-8 only, and a browser reads it without ado. */
    private static FrameType frameTypeOf(String format, Context context) {
        if (format.equals("raw")) {
            Map<String, String> options = context.getCatalogTable().getOptions();
            boolean isUtf8 = options.getOrDefault("raw.charset", "UTF-8").equalsIgnoreCase("UTF-8");
            boolean isText =
                    context.getPhysicalRowDataType().getChildren().stream()
                            .allMatch(
                                    column ->
                                            column.getLogicalType()
                                                    .is(LogicalTypeFamily.CHARACTER_STRING));
            return isUtf8 && isText ? FrameType.TEXT : FrameType.BINARY;
        }
        return layoutOf(format) == RecordLayout.WHOLE_MESSAGE ? FrameType.BINARY : FrameType.TEXT;
    }
}
