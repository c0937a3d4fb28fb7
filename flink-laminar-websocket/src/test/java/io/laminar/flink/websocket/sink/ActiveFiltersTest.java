// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.junit.jupiter.api.Test;

class ActiveFiltersTest {

    /** A filter is the text that a record must be. */
    private static final Subscriptions<String> TEXTS =
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
            };

    private final ActiveFilters<String> filters =
            new ActiveFilters<>(TEXTS, formats(ClientFormats.none()), null);

    @Test
    void asksEveryFilterOnceTheTaskHasTakenThemUp() throws Exception {
        ActiveFilters.Slot<String> a = filters.add("a");
        ActiveFilters.Slot<String> b = filters.add("b");
        assertThat(a.passes(message("a"))).isFalse();
        assertThat(filters.update()).isEqualTo(filters.generation()).isEqualTo(b.since());
        assertThat(a.passes(message("a"))).isTrue();
        assertThat(b.passes(message("a"))).isFalse();
        assertThat(b.passes(message("b"))).isTrue();
    }

    @Test
    void keepsTheVerdictsOfAsManyFiltersAsThereMayBe() throws Exception {
        List<ActiveFilters.Slot<String>> slots = new ArrayList<>();
        for (int i = 0; i < ActiveFilters.MAX_FILTERS; i++) {
            slots.add(filters.add("f" + i));
        }
        assertThatThrownBy(() -> filters.add("more")).isInstanceOf(RequestException.class);
        filters.update();
        for (int i : new int[] {0, 63, 64, 127, 128, 191, 192, 255}) {
            OutboundMessage message = message("f" + i);
            assertThat(slots).filteredOn(slot -> slot.passes(message)).containsOnly(slots.get(i));
        }
    }

    @Test
    void boundsWhatAllFiltersCostTogether() throws Exception {
        String costly = "x".repeat(ActiveFilters.MAX_COST - 1);
        ActiveFilters.Slot<String> first = filters.add(costly);
        filters.add("a");
        assertThat(filters.add(costly)).isSameAs(first);
        assertThatThrownBy(() -> filters.add("b"))
                .isInstanceOf(RequestException.class)
                .hasMessage(
                        "With this filter those of all clients take too much time a row. Write a"
                                + " shorter one, above all in its LIKE patterns, try again later, or"
                                + " subscribe without one.");
        filters.remove(first);
        filters.remove(first);
        filters.add("b");
    }

    @Test
    void sharesAFilterUntilItsLastUserHasGone() throws Exception {
        ActiveFilters.Slot<String> first = filters.add("a");
        assertThat(filters.add("a")).isSameAs(first);
        filters.remove(first);
        filters.update();
        assertThat(first.passes(message("a"))).isTrue();
        filters.remove(first);
        filters.update();
        assertThat(first.passes(message("a"))).isFalse();
    }

    @Test
    void givesTheirPlaceToALaterFilter() throws Exception {
        ActiveFilters.Slot<String> gone = filters.add("a");
        filters.remove(gone);
        ActiveFilters.Slot<String> later = filters.add("b");
        assertThat(later.since()).isGreaterThan(gone.since());
        filters.update();
        assertThat(gone.passes(message("b"))).isTrue();
        assertThat(later.passes(message("b"))).isTrue();
        assertThat(later.passes(message("a"))).isFalse();
    }

    @Test
    void asksKeptRecordsAndLetsNoOtherPass() throws Exception {
        RecordCodec<String> codec = new RecordCodec<>(StringSerializer.INSTANCE);
        ActiveFilters<String> keeping =
                new ActiveFilters<>(TEXTS, formats(ClientFormats.none()), codec);
        ActiveFilters.Slot<String> a = keeping.add("a");
        byte[] payload = {};
        assertThat(a.wouldPass(new OutboundMessage(payload, codec.encode("a"), null))).isTrue();
        assertThat(a.wouldPass(new OutboundMessage(payload, codec.encode("b"), null))).isFalse();
        assertThat(a.wouldPass(new OutboundMessage(payload, null, null))).isFalse();
    }

    @Test
    void encodesInAFormatFromWhenTheTaskHasTakenItUpUntilItsLastUserHasGone() throws Exception {
        ActiveFormats<String> declared =
                formats(
                        new ClientFormats<>(
                                "json",
                                List.of(
                                        new ClientFormat<>("a", text -> new byte[1], true),
                                        new ClientFormat<>("b", text -> new byte[2], false))));
        ActiveFilters<String> wanted = new ActiveFilters<>(TEXTS, declared, null);
        assertThat(declared.find(null)).isNull();
        assertThat(declared.find("json")).isNull();
        ActiveFormat<String> a = Objects.requireNonNull(declared.find("a"));
        ActiveFormat<String> b = Objects.requireNonNull(declared.find("b"));
        wanted.add(b);
        wanted.add(b);
        assertThat(b.since()).isEqualTo(wanted.generation());
        assertThat(message(wanted).encoding(b)).isNull();
        wanted.update();
        assertThat(message(wanted).encoding(a)).isNull();
        assertThat(message(wanted).encoding(b)).hasSize(2);
        assertThat(message(wanted).bytes()).isEqualTo(2);
        wanted.remove(b);
        wanted.add(a);
        wanted.update();
        assertThat(message(wanted).bytes()).isEqualTo(3);
        wanted.remove(b);
        wanted.update();
        assertThat(message(wanted).encoding(b)).isNull();
        wanted.add(b);
        assertThat(b.since()).isEqualTo(wanted.generation());
    }

    private static OutboundMessage message(ActiveFilters<String> wanted) {
        return wanted.message("", new byte[0], null, null, /* isDeletion= */ false);
    }

    private static ActiveFormats<String> formats(ClientFormats<String> declared) {
        SerializationSchema.InitializationContext context =
                new SerializationSchema.InitializationContext() {
                    @Override
                    public MetricGroup getMetricGroup() {
                        return new UnregisteredMetricsGroup();
                    }

                    @Override
                    public UserCodeClassLoader getUserCodeClassLoader() {
                        return SimpleUserCodeClassLoader.create(
                                ActiveFiltersTest.class.getClassLoader());
                    }
                };
        try {
            return ActiveFormats.open(declared, null, failure -> {}, context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OutboundMessage message(String text) {
        return filters.message(text, new byte[0], null, null, /* isDeletion= */ false);
    }
}
