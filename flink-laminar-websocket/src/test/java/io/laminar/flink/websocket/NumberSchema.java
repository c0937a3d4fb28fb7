// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;

/** Whole numbers as text. */
final class NumberSchema extends AbstractDeserializationSchema<Integer> {

    private static final long serialVersionUID = 1L;

    @Override
    public Integer deserialize(byte[] message) {
        return Integer.valueOf(new String(message, StandardCharsets.UTF_8));
    }
}
