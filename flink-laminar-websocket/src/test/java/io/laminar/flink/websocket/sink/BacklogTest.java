// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {

    @Test
    void keepsTheNewestFramesWithinItsBytesAndReleasesTheOthers() {
        Backlog backlog = new Backlog(1_000);
        List<ByteBuf> frames = new ArrayList<>();
        int dropped = 0;
        for (int i = 0; i < 10; i++) {
            ByteBuf frame = Unpooled.buffer().writeZero(136);
            frames.add(frame);
            dropped += backlog.add(frame);
        }
        // 136 bytes and an overhead of 64 each.
        assertThat(dropped).isEqualTo(5);
        assertThat(frames.subList(0, 5)).allMatch(frame -> frame.refCnt() == 1);
        assertThat(frames.subList(5, 10)).allMatch(frame -> frame.refCnt() == 2);
        assertThat(backlog.poll()).isSameAs(frames.get(5));
        backlog.release();
        assertThat(backlog.isEmpty()).isTrue();
        assertThat(frames.subList(6, 10)).allMatch(frame -> frame.refCnt() == 1);
    }

    @Test
    void boundsTheNumberOfEmptyFrames() {
        Backlog backlog = new Backlog(640);
        ByteBuf empty = Unpooled.buffer();
        for (int i = 0; i < 100; i++) {
            backlog.add(empty);
        }
        assertThat(empty.refCnt()).isEqualTo(11);
    }

    @Test
    void holdsOneFrameThatIsLargerThanAllOfIt() {
        Backlog backlog = new Backlog(100);
        ByteBuf small = Unpooled.buffer().writeZero(1);
        ByteBuf large = Unpooled.buffer().writeZero(1_000);
        assertThat(backlog.add(small)).isZero();
        assertThat(backlog.add(large)).isEqualTo(1);
        assertThat(backlog.poll()).isSameAs(large);
        assertThat(backlog.poll()).isNull();
    }
}
