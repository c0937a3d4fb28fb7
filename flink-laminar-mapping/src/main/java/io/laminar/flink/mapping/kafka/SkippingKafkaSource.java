// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.connectors.kafka.config.BoundedMode;
import org.apache.flink.streaming.connectors.kafka.config.StartupMode;
import org.apache.flink.streaming.connectors.kafka.internals.KafkaTopicPartition;
import org.apache.flink.streaming.connectors.kafka.table.KafkaDynamicSource;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;

/** The official source, but a record that can't be decoded is left out. */
final class SkippingKafkaSource extends KafkaDynamicSource {

    @SuppressWarnings("deprecation") // The official signature has a deprecated class in it.
    SkippingKafkaSource(
            DataType physicalDataType,
            @Nullable DecodingFormat<DeserializationSchema<RowData>> keyDecodingFormat,
            DecodingFormat<DeserializationSchema<RowData>> valueDecodingFormat,
            int[] keyProjection,
            int[] valueProjection,
            @Nullable String keyPrefix,
            @Nullable List<String> topics,
            @Nullable Pattern topicPattern,
            Properties properties,
            StartupMode startupMode,
            Map<KafkaTopicPartition, Long> specificStartupOffsets,
            long startupTimestampMillis,
            BoundedMode boundedMode,
            Map<KafkaTopicPartition, Long> specificBoundedOffsets,
            long boundedTimestampMillis,
            String tableIdentifier) {
        super(
                physicalDataType,
                keyDecodingFormat,
                valueDecodingFormat,
                keyProjection,
                valueProjection,
                keyPrefix,
                topics,
                topicPattern,
                properties,
                startupMode,
                specificStartupOffsets,
                startupTimestampMillis,
                boundedMode,
                specificBoundedOffsets,
                boundedTimestampMillis,
                /* upsertMode= */ false,
                tableIdentifier);
    }

    @Override
    protected KafkaSource<RowData> createKafkaSource(
            @Nullable DeserializationSchema<RowData> key,
            DeserializationSchema<RowData> value,
            TypeInformation<RowData> producedType) {
        RecordFailure failure = new RecordFailure();
        KafkaSource<RowData> source =
                super.createKafkaSource(
                        key == null ? null : new ForgivingFormat(key, failure),
                        new ForgivingFormat(value, failure),
                        producedType);
        SkippingSchema.putInto(source, failure);
        return source;
    }

    @Override
    public DynamicTableSource copy() {
        SkippingKafkaSource copy =
                new SkippingKafkaSource(
                        physicalDataType,
                        keyDecodingFormat,
                        valueDecodingFormat,
                        keyProjection,
                        valueProjection,
                        keyPrefix,
                        topics,
                        topicPattern,
                        properties,
                        startupMode,
                        specificStartupOffsets,
                        startupTimestampMillis,
                        boundedMode,
                        specificBoundedOffsets,
                        boundedTimestampMillis,
                        tableIdentifier);
        copy.producedDataType = producedDataType;
        copy.metadataKeys = metadataKeys;
        copy.watermarkStrategy = watermarkStrategy;
        return copy;
    }
}
