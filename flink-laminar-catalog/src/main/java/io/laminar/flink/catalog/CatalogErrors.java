// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import io.laminar.flink.sdk.option.NearestWord;
import java.time.Duration;
import java.util.Collection;
import org.apache.flink.table.types.DataType;
import org.apache.flink.util.TimeUtils;

/** What users read when the catalog can't do what they ask for. */
final class CatalogErrors {

    static final String STORE_AND_DELEGATE =
            "'store' and 'delegate' both say where tables are kept: write one of them.";

    static final String DELAY_WITHOUT_COLUMN =
            "'watermark.delay' needs 'watermark.column': name the column.";

    private CatalogErrors() {}

    static String badSampleSize(int size) {
        return String.format("'schema.sample_size' is %d, but must be 1 or more.", size);
    }

    static String noDetection(String table, String connector) {
        return String.format(
                "Table %s has no columns, and connector '%s' can't find them: write them behind"
                        + " the table's name.",
                table, connector);
    }

    static String noConnector(String table) {
        return String.format("Table %s has no 'connector' option: name one.", table);
    }

    static String noColumns(String table) {
        return String.format("No columns were found for table %s: write them.", table);
    }

    static String watermarkTwice(String table) {
        return String.format(
                "Table %s has a WATERMARK clause and 'watermark.column': write one of them.",
                table);
    }

    static String badDelay(Duration delay, Duration most) {
        return String.format(
                "'watermark.delay' is %s, but must be between 0 s and %d d.",
                TimeUtils.formatWithHighestUnit(delay), most.toDays());
    }

    static String noWatermarkColumn(String table, String column, Collection<String> columns) {
        return String.format(
                "Table %s has no column '%s', which 'watermark.column' names.%s",
                table,
                column,
                NearestWord.to(column, columns)
                        .map(near -> " Did you mean '" + near + "'?")
                        .orElse(" Its columns: " + String.join(", ", columns) + "."));
    }

    static String noTimestamp(String table, String column, DataType type) {
        return String.format(
                "Table %s: 'watermark.column' names '%s', which is of type %s, but must be a"
                        + " TIMESTAMP or TIMESTAMP_LTZ column.",
                table, column, type.getLogicalType().asSummaryString());
    }

    static String unknownSecret(String option, String reference) {
        return String.format(
                "'%s' holds %s, by which a catalog shows a secret that it keeps, but this catalog"
                        + " keeps no such secret for this option. Write the secret itself, or a"
                        + " reference such as '${env:NAME}'.",
                option, reference);
    }

    static String editedSecret(String option) {
        return String.format(
                "'%s' is not as this catalog shows it: to change it, write all of it anew, with the"
                        + " secret itself or a reference such as '${env:NAME}'.",
                option);
    }

    static String secretOfTemporaryTable(String option, String reference) {
        return String.format(
                "'%s' holds %s, a secret of a table that this catalog keeps: a temporary table"
                        + " would show it. Write '%s' anew, with the secret itself or a reference"
                        + " such as '${env:NAME}'.",
                option, reference, option);
    }

    static String notStorable(String kind) {
        return String.format(
                "'store' keeps tables and views, but this is a %s: use 'delegate' for it.", kind);
    }

    static String unreadable(String file) {
        return String.format(
                "%s is not what this catalog has written: restore or delete it.", file);
    }

    static String storeFails(String store) {
        return String.format("The catalog's store '%s' can't be read or written.", store);
    }
}
