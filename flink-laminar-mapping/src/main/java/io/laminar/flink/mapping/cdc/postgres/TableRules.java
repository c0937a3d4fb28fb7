// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import static io.laminar.flink.mapping.cdc.postgres.PostgresCdcOptions.PUBLICATION_NAME;
import static io.laminar.flink.mapping.cdc.postgres.PostgresCdcOptions.SLOT_NAME;
import static io.laminar.flink.mapping.cdc.postgres.PostgresCdcOptions.TABLE;

import io.laminar.flink.mapping.TableRequest;
import io.laminar.flink.sdk.postgres.TableName;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.apache.flink.configuration.PipelineOptions;

/** Which table is read, and by which slot and publication. */
final class TableRules {

    /** Flink CDC takes names for patterns, and splits them at other characters. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[\\p{L}\\p{N}_-]+");

    private TableRules() {}

    static void table(TableRequest request, BiConsumer<String, String> mapped) {
        String text = request.options().find(TABLE).orElse(null);
        if (text == null) {
            request.options().problem(PostgresCdcErrors.TABLE_MISSING);
            return;
        }
        try {
            TableName table = TableName.parse(text);
            for (String part : List.of(table.schema(), table.table())) {
                if (!PLAIN_NAME.matcher(part).matches()) {
                    request.options().problem(PostgresCdcErrors.nameNotPlain(part));
                }
            }
            mapped.accept(PostgresCdcMapping.SCHEMA, table.schema());
            mapped.accept(PostgresCdcMapping.TABLE_NAME, table.table());
        } catch (IllegalArgumentException e) {
            request.options().problem(String.valueOf(e.getMessage()));
        }
    }

    static void slot(TableRequest request, BiConsumer<String, String> mapped) {
        Optional<String> written = request.options().find(SLOT_NAME);
        if (written.isPresent() && !Names.isSlot(written.get())) {
            request.options().problem(PostgresCdcErrors.badSlotName(written.get()));
        }
        String job = request.configuration().getOptional(PipelineOptions.NAME).orElse("");
        String table = upstream(request);
        mapped.accept(
                PostgresCdcMapping.SLOT,
                written.orElseGet(
                        () ->
                                Names.of(
                                        table,
                                        List.of(job, request.table().asSummaryString(), table))));
    }

    static void publication(TableRequest request, BiConsumer<String, String> mapped) {
        Optional<String> written = request.options().find(PUBLICATION_NAME);
        if (written.isPresent() && !Names.isPublication(written.get())) {
            request.options().problem(PostgresCdcErrors.badPublicationName(written.get()));
        }
        String table = upstream(request);
        mapped.accept(
                PostgresCdcMapping.PUBLICATION,
                written.orElseGet(() -> Names.of(table, List.of(table))));
    }

    /** One way of writing it, where the options are right. */
    private static String upstream(TableRequest request) {
        String text = request.options().find(TABLE).orElse("");
        try {
            return TableName.parse(text).toString();
        } catch (IllegalArgumentException e) {
            // Noted by the rule of the table.
            return text;
        }
    }
}
