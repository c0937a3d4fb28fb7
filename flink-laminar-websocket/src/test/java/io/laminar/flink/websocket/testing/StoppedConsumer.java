// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import io.laminar.flink.websocket.WebSocketSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;

/**
 * A process that connects to a feed and reads nothing from it until a line comes by standard input;
 * then it reads a number of messages and prints how many bytes they had.
 */
public final class StoppedConsumer {

    private static final int AT_ONCE = 100;

    private StoppedConsumer() {}

    /** Arguments: URL, number of messages. */
    public static void main(String[] arguments) throws Exception {
        WebSocketSource<Integer> source =
                WebSocketSource.<Integer>builder()
                        .setUrl(arguments[0])
                        .setDeserializer(new Lengths())
                        .build();
        BufferedReader commands =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (ReaderHarness<Integer> reader = ReaderHarness.reading(source)) {
            if (commands.readLine() == null) {
                return;
            }
            long bytes = 0;
            for (int left = Integer.parseInt(arguments[1]); left > 0; ) {
                for (int length : reader.poll(Math.min(left, AT_ONCE))) {
                    bytes += length;
                    left--;
                }
            }
            System.out.println("read " + bytes);
        }
    }

    private static final class Lengths extends AbstractDeserializationSchema<Integer> {

        private static final long serialVersionUID = 1L;

        @Override
        public Integer deserialize(byte[] record) {
            return record.length;
        }
    }
}
