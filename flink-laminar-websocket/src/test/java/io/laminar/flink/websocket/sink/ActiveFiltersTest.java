// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ActiveFiltersTest {

    /** A filter is the text that a record must be. */
    private final ActiveFilters<String> filters =
            new ActiveFilters<>(
                    new Subscriptions<>() {

                        private static final long serialVersionUID = 1L;

                        @Override
                        public boolean areMessagesJson() {
                            return true;
                        }

                        @Override
                        public Predicate<String> parse(String filter) {
                            return filter::equals;
                        }
                    });

    @Test
    void asksEveryFilter() throws Exception {
        ActiveFilters.Slot a = filters.add("a");
        ActiveFilters.Slot b = filters.add("b");
        assertThat(filters.ask("a").passes(a)).isTrue();
        assertThat(filters.ask("a").passes(b)).isFalse();
        assertThat(filters.ask("b").passes(b)).isTrue();
    }

    @Test
    void sharesAFilterUntilItsLastUserHasGone() throws Exception {
        ActiveFilters.Slot first = filters.add("a");
        assertThat(filters.add("a")).isEqualTo(first);
        filters.remove(first);
        assertThat(filters.ask("a").passes(first)).isTrue();
        filters.remove(first);
        assertThat(filters.ask("a").passes(first)).isFalse();
    }

    @Test
    void letsNoMessagePassAFilterThatCameLaterThoughItHasThePlaceOfAnother() throws Exception {
        ActiveFilters.Slot gone = filters.add("a");
        Verdicts before = filters.ask("a");
        filters.remove(gone);
        ActiveFilters.Slot later = filters.add("b");
        assertThat(later.index()).isEqualTo(gone.index());
        assertThat(before.passes(later)).isFalse();
        assertThat(filters.ask("b").passes(later)).isTrue();
    }
}
