// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import io.laminar.flink.sdk.secret.Redacted;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.TreeMap;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.table.api.ResultKind;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.api.internal.TableEnvironmentInternal;
import org.apache.flink.table.api.internal.TableResultInternal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.operations.Operation;
import org.apache.flink.table.utils.print.PrintStyle;
import org.apache.flink.util.CloseableIterator;

/**
 * Prints what statements return.
 *
 * <p>Rows of a query are the user's data and printed as they are. Everything else (SHOW CREATE
 * TABLE, EXPLAIN, SET) may hold connection options: secrets in it are blotted out.
 */
final class ResultPrinter {

    private final PrintWriter out;
    private final ScriptStop stop;

    ResultPrinter(PrintWriter out, ScriptStop stop) {
        this.out = out;
        this.stop = stop;
    }

    /** Runs a query and prints its rows as they come; a changelog with the kind of each change. */
    void printQuery(TableEnvironmentInternal environment, Operation query) throws Exception {
        TableResultInternal result = environment.executeInternal(query);
        boolean streaming =
                environment.getConfig().get(ExecutionOptions.RUNTIME_MODE)
                        == RuntimeExecutionMode.STREAMING;
        PrintStyle style =
                PrintStyle.tableauWithTypeInferredColumnWidths(
                        result.getResolvedSchema(),
                        result.getRowDataToStringConverter(),
                        environment.getConfig().get(TableConfigOptions.DISPLAY_MAX_COLUMN_WIDTH),
                        /* printNullAsEmpty= */ false,
                        /* printRowKind= */ streaming);
        stop.queryBegins(result.getJobClient().orElseThrow());
        // Closing the iterator cancels the job if it still runs.
        try (CloseableIterator<RowData> rows = result.collectInternal()) {
            style.print(rows, out);
        } finally {
            stop.queryEnds();
        }
        out.flush();
    }

    /** Prints the result of a statement that is no query; nothing if it says no more than "OK". */
    void print(TableResultInternal result) throws Exception {
        if (result.getResultKind() == ResultKind.SUCCESS) {
            return;
        }
        StringWriter text = new StringWriter();
        try (CloseableIterator<RowData> rows = result.collectInternal()) {
            style(result).print(rows, new PrintWriter(text));
        }
        out.print(Redacted.text(text.toString()));
        out.flush();
    }

    /** A plan or a DDL statement is text of many lines, which a table would tear. */
    private static PrintStyle style(TableResultInternal result) {
        boolean isText =
                result.getResolvedSchema().getColumnCount() == 1
                        && result.getResolvedSchema().getColumnNames().get(0).equals("result");
        return isText
                ? PrintStyle.rawContent(result.getRowDataToStringConverter())
                : PrintStyle.tableauWithDataInferredColumnWidths(
                        result.getResolvedSchema(),
                        result.getRowDataToStringConverter(),
                        /* maxColumnWidth= */ Integer.MAX_VALUE,
                        /* printNullAsEmpty= */ true,
                        /* printRowKind= */ false);
    }

    /** Prints the settings, sorted, each as a statement that would set it. */
    void printSettings(Configuration settings) {
        new TreeMap<>(settings.toMap())
                .forEach(
                        (key, value) ->
                                out.println(
                                        Redacted.text(
                                                String.format(
                                                        "SET '%s' = '%s';",
                                                        key,
                                                        GlobalConfiguration.isSensitive(key)
                                                                ? "***"
                                                                : value))));
        out.flush();
    }
}
