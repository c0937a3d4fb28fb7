// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * The rows that one subtask wrote between two checkpoints, and what they are called on the server
 * until they are committed.
 *
 * @param sinkId the sink, {@link SinkOwner#qualifiedSinkId()}
 * @param subtask that wrote the rows
 * @param run which start of that subtask, counted on the server
 * @param epoch which interval of that run that had rows, counted from 1
 */
@Internal
public record EpochId(String sinkId, int subtask, long run, long epoch) implements Serializable {

    private static final String PREFIX = "laminar_";
    private static final int READABLE_CHARACTERS = 60;
    private static final int HASH_BYTES = 8;
    private static final int PARTS = 5;

    /**
     * The prepared transaction: {@code laminar_<readable>-<hash>_<subtask>_<run>_<epoch>}, below
     * the server's limit of 200 bytes (PostgreSQL documentation, PREPARE TRANSACTION).
     */
    String transaction() {
        return transactionPrefix(sinkId, subtask) + run + "_" + epoch;
    }

    /**
     * The staging table: as the transaction, without the readable beginning of the sink's id, since
     * identifiers end after 63 bytes.
     */
    String table() {
        return tablePrefix(sinkId, subtask) + run + "_" + epoch;
    }

    /** What all transactions of one subtask of a sink begin with. */
    static String transactionPrefix(String sinkId, int subtask) {
        String readable = sinkId.replaceAll("[^A-Za-z0-9.-]+", "-");
        return String.format(
                "%s%s-%s_%d_",
                PREFIX,
                readable.substring(0, Math.min(READABLE_CHARACTERS, readable.length())),
                hash(sinkId),
                subtask);
    }

    /** What all staging tables of one subtask of a sink begin with. */
    static String tablePrefix(String sinkId, int subtask) {
        return String.format("%s%s_%d_", PREFIX, hash(sinkId), subtask);
    }

    /** Reads the name of a transaction or table of this sink, or nothing if it is neither. */
    static Optional<EpochId> parse(String sinkId, String name) {
        String[] parts = name.split("_", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            EpochId id =
                    new EpochId(
                            sinkId,
                            Integer.parseInt(parts[2]),
                            Long.parseLong(parts[3]),
                            Long.parseLong(parts[4]));
            return name.equals(id.transaction()) || name.equals(id.table())
                    ? Optional.of(id)
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
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
}
