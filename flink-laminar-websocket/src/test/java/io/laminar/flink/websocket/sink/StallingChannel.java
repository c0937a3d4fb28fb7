// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * A client without a network, full at 1 KiB. Its socket takes all at once, within the flush as a
 * real one does, or nothing.
 */
final class StallingChannel extends EmbeddedChannel {

    private boolean isStalled;

    StallingChannel(ChannelHandler handler) {
        super(handler);
        config().setWriteBufferWaterMark(new WriteBufferWaterMark(512, 1024));
    }

    void stall() {
        isStalled = true;
    }

    void goOn() {
        isStalled = false;
        flush();
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer buffer) throws Exception {
        if (!isStalled) {
            super.doWrite(buffer);
        }
    }

    /** What the socket took since the last call: payloads of less than 126 bytes. */
    List<String> taken() {
        List<String> texts = new ArrayList<>();
        Object written = readOutbound();
        while (written != null) {
            if (written instanceof CloseWebSocketFrame close) {
                texts.add("close " + close.statusCode());
            } else {
                ByteBuf frame = (ByteBuf) written;
                texts.add(
                        frame.toString(frame.readerIndex() + 2, frame.readableBytes() - 2, UTF_8));
            }
            ReferenceCountUtil.release(written);
            written = readOutbound();
        }
        return texts;
    }
}
