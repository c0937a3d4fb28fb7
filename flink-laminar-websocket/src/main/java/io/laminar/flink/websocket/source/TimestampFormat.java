// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * Reads a point in time: a number of units since 1970 ({@code epoch_seconds}, {@code epoch_millis},
 * {@code epoch_micros}, {@code epoch_nanos}), {@code iso8601}, or a pattern of {@link
 * DateTimeFormatter}. A time without a zone is UTC. Thread-safe.
 */
interface TimestampFormat {

    /** Longer than any number that is a time; a hostile one costs no memory. */
    int MAX_NUMBER_CHARS = 40;

    /**
     * Milliseconds since 1970, what is finer cut off.
     *
     * @throws RuntimeException if the text is not of this format
     */
    long parse(String text);

    /**
     * The format of this name or pattern.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static TimestampFormat of(String format) {
        return switch (format.toLowerCase(Locale.ROOT).replace('-', '_')) {
            case "epoch_seconds" -> text -> millis(text, 3);
            case "epoch_millis" -> text -> millis(text, 0);
            case "epoch_micros" -> text -> millis(text, -3);
            case "epoch_nanos" -> text -> millis(text, -6);
            case "iso8601" -> text -> millis(text, DateTimeFormatter.ISO_DATE_TIME);
            default -> {
                DateTimeFormatter pattern;
                try {
                    pattern = DateTimeFormatter.ofPattern(format, Locale.ROOT);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            SourceErrors.badEventTimeFormat(format, String.valueOf(e.getMessage())),
                            e);
                }
                try {
                    millis(pattern.format(Instant.EPOCH.atZone(ZoneOffset.UTC)), pattern);
                } catch (DateTimeException e) {
                    throw new IllegalArgumentException(
                            SourceErrors.badEventTimeFormat(
                                    format, "it lacks the date, or the time of day"),
                            e);
                }
                yield text -> millis(text, pattern);
            }
        };
    }

    private static long millis(String text, int powerOfTen) {
        if (text.length() > MAX_NUMBER_CHARS) {
            throw new NumberFormatException("too long for a number");
        }
        BigDecimal number = new BigDecimal(text);
        // 1e999999999 is short, but its digits would fill the memory.
        if (Math.abs(number.scale()) > MAX_NUMBER_CHARS) {
            throw new NumberFormatException("out of range");
        }
        return number.scaleByPowerOfTen(powerOfTen)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }

    private static long millis(String text, DateTimeFormatter formatter) {
        TemporalAccessor time = formatter.parseBest(text, Instant::from, LocalDateTime::from);
        return time instanceof LocalDateTime local
                ? local.toInstant(ZoneOffset.UTC).toEpochMilli()
                : Instant.from(time).toEpochMilli();
    }
}
