// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import io.laminar.flink.mapping.cdc.Findings;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a slot of the job's name is there, and is one that the job can go on with. */
final class SlotCheck {

    private static final String SLOT =
            """
            SELECT plugin, database, active, current_database() = database,
                   to_jsonb(s) ->> 'wal_status' = 'lost'
            FROM pg_replication_slots s WHERE slot_name = ?""";

    /** Of half a second each. */
    private static final int PATIENCE = 10;

    private SlotCheck() {}

    private record Slot(
            @Nullable String plugin,
            @Nullable String database,
            boolean isActive,
            boolean isOurDatabase,
            boolean isLost) {}

    /** Whether there is one; notes what is wrong with it. */
    static boolean run(UpstreamServer server, String name, Findings findings) throws SQLException {
        Optional<Slot> found = find(server, name);
        // A job that was stopped a moment ago may still have it.
        for (int i = 0; i < PATIENCE && found.filter(Slot::isActive).isPresent(); i++) {
            server.execute("SELECT pg_sleep(0.5)");
            found = find(server, name);
        }
        if (found.isEmpty()) {
            return false;
        }
        Slot slot = found.get();
        if (!PostgresCdcMapping.PLUGIN.equals(slot.plugin())) {
            findings.add(
                    PostgresCdcErrors.slotOfOtherPlugin(name, slot.plugin()),
                    PostgresCdcErrors.TAKE_OTHER_SLOT);
        } else if (!slot.isOurDatabase()) {
            findings.add(
                    PostgresCdcErrors.slotOfOtherDatabase(name, slot.database()),
                    PostgresCdcErrors.TAKE_OTHER_SLOT);
        } else if (slot.isActive()) {
            findings.add(
                    PostgresCdcErrors.slotActive(name), PostgresCdcErrors.TAKE_SLOT_OF_EACH_JOB);
        } else if (slot.isLost()) {
            findings.add(PostgresCdcErrors.slotLost(name), PostgresCdcErrors.dropSlot(name));
        }
        return true;
    }

    private static Optional<Slot> find(UpstreamServer server, String name) throws SQLException {
        return server.find(
                SLOT,
                row ->
                        new Slot(
                                row.getString(1),
                                row.getString(2),
                                row.getBoolean(3),
                                row.getBoolean(4),
                                row.getBoolean(5)),
                name);
    }
}
