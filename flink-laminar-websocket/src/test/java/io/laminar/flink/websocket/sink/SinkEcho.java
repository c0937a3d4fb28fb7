// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.autobahn.Echo;
import io.laminar.flink.websocket.protocol.MessageDeflater;
import io.laminar.flink.websocket.protocol.PerMessageDeflate;
import io.netty.channel.Channel;

/** An echo in the frames of the sink, which no handler of a connection makes or compresses. */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel.
public final class SinkEcho extends Echo implements AutoCloseable {

    private final MessageDeflater deflater = new MessageDeflater();

    @Override
    protected void echo(Channel channel, byte[] message, boolean isText) {
        FrameType type = isText ? FrameType.TEXT : FrameType.BINARY;
        try (SharedFrame frame = new SharedFrame(type, message, deflater, channel.alloc())) {
            channel.write(frame.get(PerMessageDeflate.of(channel)).retainedDuplicate());
        }
    }

    @Override
    public void close() {
        deflater.close();
    }
}
