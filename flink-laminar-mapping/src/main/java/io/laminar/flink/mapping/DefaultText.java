// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.util.TimeUtils;

/** An option's default as a user would write it. */
final class DefaultText {

    private DefaultText() {}

    static String of(ConfigOption<?> option) {
        Object value = option.defaultValue();
        return value instanceof Duration duration
                ? TimeUtils.formatWithHighestUnit(duration)
                : value.toString();
    }
}
