// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;

class FindingsTest {

    private final Findings findings = new Findings();

    @Test
    void nothingFoundIsNoError() {
        assertThatCode(() -> findings.throwIfAny("c", "t", "s")).doesNotThrowAnyException();
    }

    @Test
    void tellsWhatIsWrongAndHowToMendIt() {
        findings.add("wal_level is 'replica'.", "ALTER SYSTEM SET wal_level = 'logical';");
        assertThatThrownBy(() -> findings.throwIfAny("laminar-cdc", "public.users", "db:5432/app"))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "Connector 'laminar-cdc': the changes of the table public.users on"
                                + " db:5432/app can't be read. One thing needs mending:\n"
                                + "- wal_level is 'replica'.\n"
                                + "  Mend it: ALTER SYSTEM SET wal_level = 'logical';");
    }

    @Test
    void tellsEverythingAtOnce() {
        findings.add("One.", "first");
        findings.add("Two.", "second");
        assertThatThrownBy(() -> findings.throwIfAny("c", "t", "s"))
                .hasMessageEndingWith(
                        " 2 things need mending:\n- One.\n  Mend it: first\n- Two.\n  Mend it:"
                                + " second");
    }
}
