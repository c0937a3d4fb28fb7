// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;

/** The arrays of a record batch in their order, each from a multiple of 8 bytes on. */
final class BatchBody {

    private record Node(int values, int nulls) {}

    private final List<Node> nodes = new ArrayList<>();
    private final List<Bytes> buffers = new ArrayList<>();
    private int length;

    /** Starts the arrays of the next field, depth first. */
    void field(int values, int nulls) {
        nodes.add(new Node(values, nulls));
    }

    void buffer(Bytes bytes) {
        buffers.add(bytes);
        length = Math.addExact(length, padded(bytes.size()));
    }

    int length() {
        return length;
    }

    static int padded(int bytes) {
        return Math.addExact(bytes, 7) & ~7;
    }

    /** Describes the batch; returns the offset of the description. */
    int describe(FlatBufferBuilder builder, int rows) {
        // Vectors of structs are written from their end.
        RecordBatch.startNodesVector(builder, nodes.size());
        for (int i = nodes.size() - 1; i >= 0; i--) {
            FieldNode.createFieldNode(builder, nodes.get(i).values(), nodes.get(i).nulls());
        }
        int nodesOffset = builder.endVector();
        RecordBatch.startBuffersVector(builder, buffers.size());
        int end = length;
        for (int i = buffers.size() - 1; i >= 0; i--) {
            end -= padded(buffers.get(i).size());
            Buffer.createBuffer(builder, end, buffers.get(i).size());
        }
        int buffersOffset = builder.endVector();
        RecordBatch.startRecordBatch(builder);
        RecordBatch.addLength(builder, rows);
        RecordBatch.addNodes(builder, nodesOffset);
        RecordBatch.addBuffers(builder, buffersOffset);
        return RecordBatch.endRecordBatch(builder);
    }

    void copyTo(byte[] message, int start) {
        int at = start;
        for (Bytes bytes : buffers) {
            bytes.copyTo(message, at);
            at += padded(bytes.size());
        }
    }
}
