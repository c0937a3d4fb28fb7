// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;

/**
 * What keeps a table from being read, each with the way to mend it, so that the user sees all of it
 * at once.
 *
 * <p>Not thread-safe.
 */
@Internal
public final class Findings {

    private final List<String> findings = new ArrayList<>();

    /**
     * Notes what is wrong.
     *
     * @param finding a full sentence
     * @param remedy what to do; a statement where one helps, ready to be copied
     */
    public void add(String finding, String remedy) {
        findings.add(String.format("%s%n  Mend it: %s", finding, remedy));
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return findings.isEmpty();
    }

    /**
     * Ends the check: returns if all is well.
     *
     * @param connector identifier of ours
     * @param table as the upstream system names it
     * @param server where it is
     * @throws ValidationException with every finding, if there is one
     */
    public void throwIfAny(String connector, String table, String server) {
        if (findings.isEmpty()) {
            return;
        }
        throw new ValidationException(
                String.format(
                        "Connector '%s': the changes of the table %s on %s can't be read. %s:%n- %s",
                        connector,
                        table,
                        server,
                        findings.size() == 1
                                ? "One thing needs mending"
                                : findings.size() + " things need mending",
                        String.join(System.lineSeparator() + "- ", findings)));
    }
}
