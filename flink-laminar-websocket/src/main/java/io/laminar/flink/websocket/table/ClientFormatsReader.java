// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static io.laminar.flink.websocket.table.WebSocketSinkOptions.BATCH_MAX_SIZE;
import static io.laminar.flink.websocket.table.WebSocketSinkOptions.FORMAT;
import static io.laminar.flink.websocket.table.WebSocketSinkOptions.SUBSCRIBE_ENABLED;
import static io.laminar.flink.websocket.table.WebSocketSinkOptions.SUBSCRIBE_FORMATS;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.websocket.sink.SinkErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Reads {@code 'subscribe.formats'}, and notes what is wrong with it. */
final class ClientFormatsReader {

    private static final Set<String> OF_SEVERAL_ROWS =
            Set.of(MessageFormat.JSON_ARRAY, MessageFormat.ARROW);

    private ClientFormatsReader() {}

    static List<String> names(OptionReader options) {
        return options.find(SUBSCRIBE_FORMATS).orElse(List.of());
    }

    /**
     * The names, after a check.
     *
     * @param isBinary of a format
     */
    static List<String> read(OptionReader options, Predicate<String> isBinary) {
        List<String> names = names(options);
        if (names.isEmpty()) {
            return names;
        }
        String own = options.get(FORMAT);
        if (!options.get(SUBSCRIBE_ENABLED)) {
            options.problem(SinkErrors.formatsWithoutSubscriptions());
        }
        if (OF_SEVERAL_ROWS.contains(own) || options.get(BATCH_MAX_SIZE) > 1) {
            options.problem(SinkErrors.formatsNeedSingleRows());
        }
        Set<String> seen = new HashSet<>(Set.of(own));
        for (String name : names) {
            if (OF_SEVERAL_ROWS.contains(name) || isBinary.test(name)) {
                options.problem(SinkErrors.formatNotForSubscriptions(name));
            } else if (!seen.add(name)) {
                options.problem(SinkErrors.formatTwice(name));
            }
        }
        return names;
    }

    /** Of the options of all formats but one, which does not know them. */
    static String[] prefixesBeside(String format, OptionReader options) {
        Set<String> others = new HashSet<>(names(options));
        others.add(options.get(FORMAT));
        others.remove(format);
        return others.stream().map(name -> name + ".").toArray(String[]::new);
    }

    /** Rows of the kinds that one format takes have to be rows for all of them. */
    static void checkKinds(RowFormat own, List<RowFormat> further, OptionReader options) {
        for (RowFormat format : further) {
            if (!format.encoding().getChangelogMode().equals(own.encoding().getChangelogMode())) {
                options.problem(SinkErrors.formatOfOtherChanges(format.name(), own.name()));
            }
        }
        options.throwProblems();
    }
}
