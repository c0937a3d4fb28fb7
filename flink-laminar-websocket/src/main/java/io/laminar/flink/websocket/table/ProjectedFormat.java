// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.ProjectableDecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/**
 * A format, the columns of the table, and which of them are read. A format that can leave columns
 * out does so and saves the decoding; for any other they are left out afterwards.
 */
final class ProjectedFormat {

    private final DecodingFormat<DeserializationSchema<RowData>> format;
    private final DataType rowType;
    private int[][] projection;
    private List<String> metadataKeys = List.of();

    ProjectedFormat(DecodingFormat<DeserializationSchema<RowData>> format, DataType rowType) {
        this.format = format;
        this.rowType = rowType;
        this.projection = Projection.all(rowType).toNestedIndexes();
    }

    ChangelogMode changelogMode() {
        return format.getChangelogMode();
    }

    Map<String, DataType> readableMetadata() {
        return format.listReadableMetadata();
    }

    boolean supportsNestedProjection() {
        return format instanceof ProjectableDecodingFormat<?> projectable
                && projectable.supportsNestedProjection();
    }

    void project(int[][] columns) {
        projection = columns;
    }

    void readMetadata(List<String> keys) {
        if (!keys.isEmpty()) {
            format.applyReadableMetadata(keys);
        }
        metadataKeys = List.copyOf(keys);
    }

    /** Makes rows of the columns that are read, then the format's metadata. */
    DeserializationSchema<RowData> decoder(DynamicTableSource.Context context) {
        if (format
                instanceof ProjectableDecodingFormat<DeserializationSchema<RowData>> projectable) {
            return projectable.createRuntimeDecoder(context, rowType, projection);
        }
        DeserializationSchema<RowData> all = format.createRuntimeDecoder(context, rowType);
        if (Arrays.deepEquals(projection, Projection.all(rowType).toNestedIndexes())) {
            return all;
        }
        int columns = DataType.getFieldCount(rowType);
        int[] kept =
                IntStream.concat(
                                Arrays.stream(Projection.of(projection).toTopLevelIndexes()),
                                IntStream.range(columns, columns + metadataKeys.size()))
                        .toArray();
        return new ProjectingSchema(all, kept, context.createTypeInformation(decodedType()));
    }

    private DataType decodedType() {
        Map<String, DataType> metadata = format.listReadableMetadata();
        List<DataTypes.Field> fields = new ArrayList<>();
        DataType.getFields(Projection.of(projection).project(rowType)).forEach(fields::add);
        metadataKeys.forEach(key -> fields.add(DataTypes.FIELD(key, metadata.get(key))));
        return DataTypes.ROW(fields);
    }

    ProjectedFormat copy() {
        ProjectedFormat copy = new ProjectedFormat(format, rowType);
        copy.projection = projection;
        copy.metadataKeys = metadataKeys;
        return copy;
    }
}
