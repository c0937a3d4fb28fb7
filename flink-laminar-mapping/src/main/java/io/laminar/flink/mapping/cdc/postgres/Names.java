// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of slots and publications. */
final class Names {

    /**
     * PostgreSQL takes 63 bytes. While the snapshot is read, Flink CDC has a slot for each subtask
     * with an underscore and the subtask's number after the name.
     */
    static final int MAX_SLOT_LENGTH = 58;

    private static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1," + MAX_SLOT_LENGTH + "}");

    /** The server reads the name without quotes. */
    private static final Pattern PUBLICATION = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private static final String PREFIX = "laminar_";
    private static final int DIGITS = 12;
    private static final int MAX_READABLE_LENGTH = MAX_SLOT_LENGTH - PREFIX.length() - 1 - DIGITS;

    private Names() {}

    static boolean isSlot(String name) {
        return SLOT.matcher(name).matches();
    }

    static boolean isPublication(String name) {
        return PUBLICATION.matcher(name).matches();
    }

    /**
     * A name that is the same for the same parts, and another one for others.
     *
     * @param readable what a person should recognize
     */
    static String of(String readable, List<String> parts) {
        String plain = readable.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        String cut = plain.substring(0, Math.min(plain.length(), MAX_READABLE_LENGTH));
        return PREFIX + cut + "_" + digits(parts);
    }

    private static String digits(List<String> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
