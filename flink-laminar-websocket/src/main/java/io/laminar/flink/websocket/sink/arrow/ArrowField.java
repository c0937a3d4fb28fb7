// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.arrow.flatbuf.Field;

/**
 * A field of the schema.
 *
 * @param type one of {@link org.apache.arrow.flatbuf.Type}
 * @param typeTable writes what else is to know of the type, and returns its offset
 * @param children of a nested type
 * @param buffer makes what collects the field's values
 */
record ArrowField(
        String name,
        boolean isNullable,
        byte type,
        ToIntFunction<FlatBufferBuilder> typeTable,
        List<ArrowField> children,
        Supplier<ColumnBuffer> buffer) {

    ArrowField {
        children = List.copyOf(children);
    }

    /** Returns the offset of the field. */
    int describe(FlatBufferBuilder builder) {
        int[] childOffsets = children.stream().mapToInt(child -> child.describe(builder)).toArray();
        int childrenOffset = Field.createChildrenVector(builder, childOffsets);
        int nameOffset = builder.createString(name);
        int typeOffset = typeTable.applyAsInt(builder);
        return Field.createField(
                builder, nameOffset, isNullable, type, typeOffset, 0, childrenOffset, 0);
    }
}
