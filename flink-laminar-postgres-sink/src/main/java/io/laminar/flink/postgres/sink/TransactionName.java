// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The name under which one transaction of one subtask is prepared on the server: {@code
 * laminar_<sink>_<subtask>_<run>_<epoch>}.
 *
 * <p>{@code <sink>} is the readable beginning of the sink's id and a hash of all of it, so that the
 * name stays below the server's limit of 200 bytes (PostgreSQL documentation, PREPARE TRANSACTION).
 *
 * @param sink the part made of the sink's id
 * @param subtask that wrote the rows
 * @param run which start of that subtask, counted on the server
 * @param epoch which transaction of that run, counted from 1
 */
record TransactionName(String sink, int subtask, long run, long epoch) {

    private static final String PREFIX = "laminar_";
    private static final int READABLE_CHARACTERS = 60;
    private static final int HASH_BYTES = 8;

    static TransactionName of(PostgresCommittable committable) {
        return new TransactionName(
                slug(committable.sinkId()),
                committable.subtask(),
                committable.run(),
                committable.epoch());
    }

    /** What all names of one subtask of a sink begin with. */
    static String prefix(String sinkId, int subtask) {
        return PREFIX + slug(sinkId) + "_" + subtask + "_";
    }

    /** Reads a name that {@link #toString()} wrote, or nothing if it is somebody else's. */
    static Optional<TransactionName> parse(String gid) {
        String[] parts = gid.split("_", -1);
        if (parts.length != 5 || !gid.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new TransactionName(
                            parts[1],
                            Integer.parseInt(parts[2]),
                            Long.parseLong(parts[3]),
                            Long.parseLong(parts[4])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String slug(String sinkId) {
        String readable = sinkId.replaceAll("[^A-Za-z0-9.-]+", "-");
        return readable.substring(0, Math.min(READABLE_CHARACTERS, readable.length()))
                + "-"
                + hash(sinkId);
    }

    private static String hash(String sinkId) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(sinkId.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + sink + "_" + subtask + "_" + run + "_" + epoch;
    }
}
