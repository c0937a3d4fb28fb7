// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.batch.MessageEncoder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Schema;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Makes each message an Arrow IPC stream: the schema, one record batch with the rows, and the end
 * of the stream (Arrow Columnar Format, "IPC Streaming Format"). A reader needs nothing else to
 * read it.
 *
 * <p>Rows are inserted or updated ones: what was before an update is left out, and a deletion
 * fails.
 */
@PublicEvolving
public final class ArrowEncoder implements MessageEncoder<RowData> {

    private static final long serialVersionUID = 1L;

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int CONTINUES = 0xFFFFFFFF;

    /** The continuation marker and the length of the metadata. */
    private static final int PREFIX_BYTES = 8;

    private final RowType columns;
    private transient @Nullable Stream stream;

    /**
     * For rows of these columns.
     *
     * @throws IllegalArgumentException if one is of a type that Arrow can't hold
     */
    public ArrowEncoder(RowType columns) {
        this.columns = columns;
        check(columns);
    }

    @Override
    public FrameType frameType() {
        return FrameType.BINARY;
    }

    /**
     * Checks the columns.
     *
     * @throws IllegalArgumentException if one is of a type that Arrow can't hold
     */
    public static void check(RowType columns) {
        if (ArrowTypes.fields(columns).isEmpty()) {
            throw new IllegalArgumentException(ArrowErrors.noColumns());
        }
    }

    @Override
    public void open(SerializationSchema.InitializationContext context) {
        stream = new Stream(columns);
    }

    @Override
    public boolean add(RowData row) {
        if (row.getRowKind() == RowKind.UPDATE_BEFORE) {
            return false;
        }
        if (row.getRowKind() == RowKind.DELETE) {
            throw new FlinkRuntimeException(ArrowErrors.deletion());
        }
        opened().add(row);
        return true;
    }

    @Override
    public byte[] finish() {
        return opened().finish();
    }

    private Stream opened() {
        if (stream == null) {
            throw new IllegalStateException("open() has not been called.");
        }
        return stream;
    }

    /** What is collected. */
    private static final class Stream {

        private final FlatBufferBuilder builder = new FlatBufferBuilder(1024);
        private final byte[] schema;
        private final List<RowData.FieldGetter> getters;
        private final List<ColumnBuffer> buffers;
        private int rows;

        Stream(RowType columns) {
            List<ArrowField> fields = ArrowTypes.fields(columns);
            int[] offsets = fields.stream().mapToInt(field -> field.describe(builder)).toArray();
            int fieldsOffset = Schema.createFieldsVector(builder, offsets);
            schema =
                    message(
                            MessageHeader.Schema,
                            Schema.createSchema(builder, Endianness.Little, fieldsOffset, 0, 0),
                            0);
            getters = ArrowTypes.getters(columns);
            buffers = fields.stream().map(field -> field.buffer().get()).toList();
        }

        void add(RowData row) {
            for (int i = 0; i < buffers.size(); i++) {
                buffers.get(i).append(getters.get(i).getFieldOrNull(row));
            }
            rows++;
        }

        byte[] finish() {
            BatchBody body = new BatchBody();
            buffers.forEach(buffer -> buffer.addTo(body));
            byte[] batch =
                    message(MessageHeader.RecordBatch, body.describe(builder, rows), body.length());
            int bodyStart = schema.length + batch.length;
            byte[] stream = new byte[Math.addExact(bodyStart + PREFIX_BYTES, body.length())];
            System.arraycopy(schema, 0, stream, 0, schema.length);
            System.arraycopy(batch, 0, stream, schema.length, batch.length);
            body.copyTo(stream, bodyStart);
            // The end: a length of zero, which the array has already.
            INTS.set(stream, stream.length - PREFIX_BYTES, CONTINUES);
            buffers.forEach(ColumnBuffer::clear);
            rows = 0;
            return stream;
        }

        /** The prefix and the metadata, up to a multiple of 8 bytes. */
        private byte[] message(byte headerType, int header, long bodyBytes) {
            builder.finish(
                    Message.createMessage(
                            builder, MetadataVersion.V5, headerType, header, bodyBytes, 0));
            byte[] metadata = builder.sizedByteArray();
            builder.clear();
            byte[] message = new byte[PREFIX_BYTES + BatchBody.padded(metadata.length)];
            INTS.set(message, 0, CONTINUES);
            INTS.set(message, 4, message.length - PREFIX_BYTES);
            System.arraycopy(metadata, 0, message, PREFIX_BYTES, metadata.length);
            return message;
        }
    }
}
