// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import io.laminar.flink.mapping.cdc.Findings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The zone in which the server tells its wall clock. The official connector has to know it to read
 * instants, and takes that of the machine which plans the job if nobody tells.
 *
 * @param written by the user for the official connector
 * @param name of the server's own, {@code SYSTEM} if it is the one of its machine
 * @param offset that it has from UTC just now
 */
record ServerZone(@Nullable ZoneId written, String name, ZoneOffset offset) {

    /** The official connector's option. */
    static final String OPTION = "server-time-zone";

    /** The clocks of two machines are never quite the same. */
    private static final int STEP_SECONDS = 15 * 60;

    static ServerZone of(Connection connection, Map<String, String> options) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "SELECT @@global.time_zone,"
                                        + " TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), NOW())")) {
            result.next();
            int steps = Math.round(result.getInt(2) / (float) STEP_SECONDS);
            String written = options.get(OPTION);
            return new ServerZone(
                    written == null ? null : zone(written).orElse(null),
                    result.getString(1),
                    ZoneOffset.ofTotalSeconds(steps * STEP_SECONDS));
        }
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The one that values will be read with. */
    ZoneId effective() {
        return written == null ? own() : written;
    }

    /** What to tell the official connector, if the user has told it nothing. */
    Optional<String> option() {
        return written == null ? Optional.of(own().getId()) : Optional.empty();
    }

    /** The server's, by its name if Java knows it: an offset alone is wrong half of the year. */
    private ZoneId own() {
        ZoneId machine = ZoneId.systemDefault();
        ZoneId own =
                name.equals("SYSTEM") && offsetNow(machine).equals(offset)
                        ? machine
                        : zone(name).orElse(offset);
        return own.equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : own;
    }

    private static ZoneOffset offsetNow(ZoneId zone) {
        return zone.getRules().getOffset(Instant.now());
    }

    /** Notes a zone of the user's that is not the server's. */
    void checkInto(Findings findings) {
        if (written != null && !offsetNow(written).equals(offset)) {
            findings.add(
                    MySqlCdcErrors.otherZone(written.getId(), name, offset.getId()),
                    MySqlCdcErrors.removeZone());
        }
    }
}
