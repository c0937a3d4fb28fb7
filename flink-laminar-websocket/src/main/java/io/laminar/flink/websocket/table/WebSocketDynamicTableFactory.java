// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.websocket.WebSocketSink;
import io.laminar.flink.websocket.protocol.WebSocketErrors;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.SinkErrors;
import io.laminar.flink.websocket.sink.WebSocketSinkConfig;
import io.laminar.flink.websocket.sink.arrow.ArrowEncoder;
import io.laminar.flink.websocket.sink.batch.BatchErrors;
import io.laminar.flink.websocket.sink.batch.BatchLimits;
import io.laminar.flink.websocket.sink.batch.BatchSubscriptions;
import io.laminar.flink.websocket.sink.batch.RowLayout;
import io.laminar.flink.websocket.sink.client.ClientSinkConfig;
import io.laminar.flink.websocket.source.RecordLayout;
import io.laminar.flink.websocket.source.SourceErrors;
import io.laminar.flink.websocket.source.WebSocketSourceConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
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
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/** Makes sources and sinks of {@code 'connector' = 'websocket'}. */
@Internal
public final class WebSocketDynamicTableFactory
        implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    public static final String IDENTIFIER = "websocket";

    private static final int[] NO_KEYS = {};

    /**
     * Flink's own, which it applies to every source that makes its watermarks itself (FLIP-296).
     */
    private static final List<ConfigOption<?>> WATERMARK_OPTIONS =
            List.of(
                    FactoryUtil.SOURCE_IDLE_TIMEOUT,
                    FactoryUtil.WATERMARK_EMIT_STRATEGY,
                    FactoryUtil.WATERMARK_ALIGNMENT_GROUP,
                    FactoryUtil.WATERMARK_ALIGNMENT_MAX_DRIFT,
                    FactoryUtil.WATERMARK_ALIGNMENT_UPDATE_INTERVAL);

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
        List<ConfigOption<?>> declared = new ArrayList<>(WebSocketSourceOptions.ALL);
        declared.addAll(WATERMARK_OPTIONS);
        OptionReader options = checkedKeys(context, declared, WebSocketSourceOptions.FORMAT);
        String format = options.get(WebSocketSourceOptions.FORMAT);
        if (format.equals(MessageFormat.JSON_ARRAY) || format.equals(MessageFormat.ARROW)) {
            options.problem(BatchErrors.sinkFormat(format));
        }
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
        boolean mayMove = mayMove(decoding, context);
        if (!mayMove && parallelism.isPresent()) {
            throw new ValidationException(SourceErrors.parallelismNeedsKey(format));
        }
        return new WebSocketDynamicTableSource(
                config.orElseThrow(),
                decoding,
                context.getPhysicalRowDataType(),
                parallelism.orElse(null),
                mayMove);
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        OptionReader options =
                checkedKeys(context, WebSocketSinkOptions.ALL, WebSocketSinkOptions.FORMAT);
        WebSocketMode mode = WebSocketMode.read(options, WebSocketSinkOptions.MODE);
        mode.refuse(options, WebSocketSinkOptions.onlyIn(mode.other()));
        return mode == WebSocketMode.CLIENT
                ? createClientSink(context, options)
                : createServerSink(context, options);
    }

    private DynamicTableSink createServerSink(Context context, OptionReader options) {
        String format = options.get(WebSocketSinkOptions.FORMAT);
        Optional<WebSocketSinkConfig> config = SinkConfigReader.read(options);
        int parallelism = options.get(WebSocketSinkOptions.SINK_PARALLELISM);
        config.ifPresent(
                checked -> Attempt.check(options, () -> checked.requireParallelism(parallelism)));
        if (context.getPrimaryKeyIndexes().length == 0) {
            config.ifPresent(checked -> Attempt.check(options, checked::requireKeys));
        }
        Optional<BatchLimits> limits = limitsOf(options, frameTypeOf(format, context));
        List<String> furtherFormats =
                ClientFormatsReader.read(
                        options, name -> frameTypeOf(name, context) == FrameType.BINARY);
        MessageFormat messages = messageFormat(context, options);
        if (messages.layout() == RowLayout.LINES
                && messages.rows() != null
                && limits.orElseThrow().maxRows() == 1) {
            RowFormat own = rowFormat(format, messages.rows());
            List<RowFormat> further =
                    furtherFormats.stream()
                            .map(name -> rowFormat(name, encoding(name, context, options)))
                            .toList();
            ClientFormatsReader.checkKinds(own, further, options);
            return new WebSocketDynamicTableSink(
                    config.orElseThrow(),
                    messages.frameType(),
                    own,
                    further,
                    messages.envelope(),
                    context.getPhysicalRowDataType(),
                    config.get().usesKeys() ? context.getPrimaryKeyIndexes() : NO_KEYS,
                    parallelism);
        }
        config.ifPresent(checked -> Attempt.check(options, checked::requireNoKeys));
        options.throwProblems();
        BatchSubscriptions subscriptions =
                new BatchSubscriptions(messages.layout() == RowLayout.JSON_ARRAY);
        return new MessageTableSink(
                WebSocketMode.SERVER,
                messages,
                encoder ->
                        WebSocketSink.of(
                                config.orElseThrow(),
                                messages.frameType(),
                                options.get(WebSocketSinkOptions.FORMAT),
                                subscriptions,
                                encoder,
                                limits.orElseThrow()),
                parallelism);
    }

    private DynamicTableSink createClientSink(Context context, OptionReader options) {
        String format = options.get(WebSocketSinkOptions.FORMAT);
        Optional<ClientSinkConfig> config = ClientSinkConfigReader.read(options);
        Optional<BatchLimits> limits = limitsOf(options, frameTypeOf(format, context));
        Optional<AckColumn> answers =
                options.find(WebSocketSinkOptions.ACK_FIELD)
                        .flatMap(
                                field ->
                                        Attempt.at(
                                                options,
                                                () ->
                                                        AckColumn.of(
                                                                field,
                                                                context.getPhysicalRowDataType())));
        Optional<Integer> parallelism = options.find(WebSocketSinkOptions.SINK_PARALLELISM);
        parallelism
                .filter(subtasks -> subtasks < 1)
                .ifPresent(
                        subtasks ->
                                options.problem(
                                        WebSocketErrors.tooSmall("sink.parallelism", subtasks, 1)));
        MessageFormat messages = messageFormat(context, options);
        return new MessageTableSink(
                WebSocketMode.CLIENT,
                messages,
                encoder ->
                        WebSocketSink.of(
                                config.orElseThrow(),
                                messages.frameType(),
                                encoder,
                                limits.orElseThrow(),
                                answers.orElse(null)),
                parallelism.orElse(null));
    }

    /** Empty if a problem was noted. */
    private static Optional<BatchLimits> limitsOf(OptionReader options, FrameType frameType) {
        String format = options.get(WebSocketSinkOptions.FORMAT);
        int maxRows = options.get(WebSocketSinkOptions.BATCH_MAX_SIZE);
        if (maxRows > 1 && frameType == FrameType.BINARY && !format.equals(MessageFormat.ARROW)) {
            options.problem(BatchErrors.notJoinable(format));
        }
        return Attempt.at(
                options,
                () -> new BatchLimits(maxRows, options.get(WebSocketSinkOptions.BATCH_INTERVAL)));
    }

    /** Throws all problems that were noted, and those of the format. */
    private MessageFormat messageFormat(Context context, OptionReader options) {
        String format = options.get(WebSocketSinkOptions.FORMAT);
        FrameType frameType = frameTypeOf(format, context);
        ChangelogEnvelope envelope = envelopeOf(options, format);
        DataType rowType = context.getPhysicalRowDataType();
        if (format.equals(MessageFormat.ARROW)) {
            Attempt.check(options, () -> ArrowEncoder.check((RowType) rowType.getLogicalType()));
            options.throwProblems();
            return new MessageFormat(frameType, RowLayout.LINES, null, envelope, rowType);
        }
        options.throwProblems();
        boolean isArray = format.equals(MessageFormat.JSON_ARRAY);
        return new MessageFormat(
                frameType,
                isArray ? RowLayout.JSON_ARRAY : RowLayout.LINES,
                encoding(isArray ? "json" : format, isArray ? asJson(context) : context, options),
                envelope,
                rowType);
    }

    private static RowFormat rowFormat(
            String name, EncodingFormat<SerializationSchema<RowData>> encoding) {
        return new RowFormat(name, layoutOf(name) == RecordLayout.JSON, encoding);
    }

    private EncodingFormat<SerializationSchema<RowData>> encoding(
            String format, Context context, OptionReader options) {
        Map<String, String> written = new HashMap<>(context.getCatalogTable().getOptions());
        written.put(WebSocketSinkOptions.FORMAT.key(), format);
        FactoryUtil.TableFactoryHelper helper =
                FactoryUtil.createTableFactoryHelper(this, with(written, context));
        EncodingFormat<SerializationSchema<RowData>> encoding =
                helper.discoverEncodingFormat(
                        SerializationFormatFactory.class, WebSocketSinkOptions.FORMAT);
        String[] ofOthers = ClientFormatsReader.prefixesBeside(format, options);
        if (ofOthers.length == 0) {
            helper.validate();
        } else {
            helper.validateExcept(ofOthers);
        }
        return encoding;
    }

    /** The rows of 'json-array' are those of 'json', and its options too. */
    private static Context asJson(Context context) {
        Map<String, String> options = new HashMap<>();
        String prefix = MessageFormat.JSON_ARRAY + ".";
        context.getCatalogTable()
                .getOptions()
                .forEach(
                        (key, value) ->
                                options.put(
                                        key.startsWith(prefix)
                                                ? "json." + key.substring(prefix.length())
                                                : key,
                                        value));
        return with(options, context);
    }

    private static Context with(Map<String, String> options, Context context) {
        return new FactoryUtil.DefaultDynamicTableContext(
                context.getObjectIdentifier(),
                context.getCatalogTable().copy(options),
                context.getEnrichmentOptions(),
                context.getConfiguration(),
                context.getClassLoader(),
                context.isTemporary());
    }

    /** Without a key, changes of one row would overtake each other on their way to subtasks. */
    private static boolean mayMove(DecodingFormat<?> format, Context context) {
        return format.getChangelogMode().containsOnly(RowKind.INSERT)
                || context.getCatalogTable().getResolvedSchema().getPrimaryKey().isPresent();
    }

    private static OptionReader checkedKeys(
            Context context, List<ConfigOption<?>> declared, ConfigOption<String> formatOption) {
        OptionReader options = new OptionReader(IDENTIFIER, context.getCatalogTable().getOptions());
        Set<ConfigOption<?>> known = new HashSet<>(declared);
        known.add(FactoryUtil.CONNECTOR);
        known.add(FactoryUtil.PROPERTY_VERSION);
        Set<String> prefixes = new HashSet<>();
        String format = options.get(formatOption);
        if (!format.equals(MessageFormat.ARROW)) {
            prefixes.add(format + ".");
        }
        if (declared.contains(WebSocketSinkOptions.SUBSCRIBE_FORMATS)) {
            ClientFormatsReader.names(options).forEach(name -> prefixes.add(name + "."));
        }
        if (declared.contains(WebSocketOptions.HEADERS)) {
            prefixes.add(WebSocketOptions.HEADERS.key() + ".");
        }
        options.checkKeys(known, prefixes);
        return options;
    }

    private static ChangelogEnvelope envelopeOf(OptionReader options, String format) {
        if (!options.get(WebSocketSinkOptions.CHANGELOG_ENVELOPE)) {
            return ChangelogEnvelope.NONE;
        }
        if (!format.equals("json") && !format.equals(MessageFormat.JSON_ARRAY)) {
            options.problem(SinkErrors.envelopeNeedsJson(format));
        }
        return ChangelogEnvelope.JSON;
    }

    private static RecordLayout layoutOf(String format) {
        if (format.equals("json")
                || format.endsWith("-json")
                || format.equals(MessageFormat.JSON_ARRAY)) {
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
