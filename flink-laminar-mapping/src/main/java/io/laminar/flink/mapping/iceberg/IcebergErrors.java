// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import io.laminar.flink.sdk.secret.Redacted;
import java.util.Collection;
import java.util.List;

/** What users read when a table can't be mapped, read or written. */
final class IcebergErrors {

    static final String TWO_WAREHOUSES =
            "'warehouse' can't be written here: 'catalog_uri' is the warehouse of a Hadoop"
                    + " catalog.";

    static final String TWO_STARTS =
            "'start_snapshot_id' and 'start_tag' exclude each other: write one of them.";

    static final String TWO_PARTITIONINGS =
            "'partition_by' and PARTITIONED BY exclude each other: write one of them.";

    static final String NO_KEY =
            "'write_mode' = 'upsert' needs a PRIMARY KEY (…) NOT ENFORCED in the table's columns.";

    static final String SECOND_SINK =
            "'table.exec.iceberg.use-v2-sink' must stay off: that sink of Iceberg's loses the rows"
                    + " that a bounded job writes after its last periodic checkpoint. RESET"
                    + " 'table.exec.iceberg.use-v2-sink'.";

    static final String CHECKPOINTS_NEEDED =
            "Iceberg commits rows with checkpoints, which are off: switch them on, for example by"
                    + " SET 'execution.checkpointing.interval' = '1 min', or run a query that ends"
                    + " in batch mode.";

    private IcebergErrors() {}

    static String noCatalogUri(String text) {
        return String.format(
                "'catalog_uri' is '%s', but must be 'http(s)://…' (REST), 'thrift://…' (Hive),"
                        + " 'https://glue.<region>.amazonaws.com' (Glue), or an absolute path,"
                        + " 'file://…', 'hdfs://…', 's3a://…', 'abfs[s]://…', 'gs://…' (Hadoop"
                        + " catalog).",
                Redacted.text(text));
    }

    static String onlyForRest(String key) {
        return String.format("'%s' is for a REST catalog, and 'catalog_uri' is none.", key);
    }

    static String storageOfHadoop(String key) {
        return String.format(
                "'%s' does not reach a Hadoop catalog: its folder is opened by Hadoop, which takes"
                        + " 'flink.hadoop.fs.s3a.…' from Flink's configuration.",
                key);
    }

    static String noTableName(String text) {
        return String.format(
                "'table' is '%s', but must be 'database.table'; outer namespaces before it, with"
                        + " dots between.",
                text);
    }

    static String noPartitioning(String text) {
        return String.format(
                "'partition_by' is '%s', but must be columns and transforms such as 'days(ts),"
                        + " bucket(16, id), truncate(4, name), region'. Transforms: years, months,"
                        + " days, hours, bucket, truncate, identity.",
                text);
    }

    static String partitioningDoesNotFit(String text, String reason) {
        return String.format(
                "'partition_by' is '%s', which does not fit the columns: %s.", text, reason);
    }

    static String partitionedOtherwise(TableName table, String is, String wanted) {
        return String.format(
                "Table %s is partitioned by %s, not by %s: leave 'partition_by' out, or change the"
                        + " table.",
                table, is.isEmpty() ? "nothing" : "'" + is + "'", "'" + wanted + "'");
    }

    static String partitionOutsideKey(TableName table, String column, Collection<String> key) {
        return String.format(
                "Table %s is partitioned by column '%s', which is not in the PRIMARY KEY (%s): an"
                        + " upsert would not find the old row in another partition. Add it to the"
                        + " key, or write 'append'.",
                table, column, String.join(", ", key));
    }

    static String noTable(TableName table) {
        return String.format(
                "There is no table %s in the catalog. A SELECT does not create it.", table);
    }

    static String noTableToWrite(TableName table) {
        return String.format(
                "There is no table %s in the catalog, and 'auto_create_table' is 'false'.", table);
    }

    static String noTableToDetect(TableName table) {
        return String.format(
                "There is no table %s in the catalog whose columns could be read: write the"
                        + " columns.",
                table);
    }

    static String missingColumn(TableName table, String column, String remedy) {
        return String.format("Table %s has no column '%s'%s.", table, column, remedy);
    }

    static String columnsOfTableOnly(TableName table, List<String> columns) {
        return String.format(
                "Columns %s of table %s are not in the DDL, and Iceberg writes whole rows: add"
                        + " them; a query may give NULL.",
                names(columns), table);
    }

    static String otherType(TableName table, String column, String is, String wanted) {
        return String.format("Column '%s' of table %s is %s, not %s.", column, table, is, wanted);
    }

    static String nullable(TableName table, String column) {
        return String.format("Column '%s' of table %s is NOT NULL: write it so.", column, table);
    }

    static String otherOrder(TableName table, List<String> columns) {
        return String.format(
                "The columns have to be in the order of table %s: %s.",
                table, String.join(", ", columns));
    }

    static String otherKey(TableName table, Collection<String> is, Collection<String> wanted) {
        return String.format(
                "The identifier fields of table %s are %s, and the PRIMARY KEY is (%s): upsert needs"
                        + " the same. Spark sets them: ALTER TABLE … SET IDENTIFIER FIELDS %s.",
                table,
                is.isEmpty() ? "not set" : "(" + String.join(", ", is) + ")",
                String.join(", ", wanted),
                String.join(", ", wanted));
    }

    static String oldFormat(TableName table) {
        return String.format(
                "Table %s has format version 1, which knows no deletes: upsert needs 2. Set its"
                        + " property 'format-version' to '2'.",
                table);
    }

    static String streamingOfUpserts(TableName table) {
        return String.format(
                "Table %s is written by upserts ('write.upsert.enabled'), which a streaming read"
                        + " would pass over: Iceberg's source knows appended rows only. Read it with"
                        + " 'streaming' = 'false'.",
                table);
    }

    static String streamingOfOverwrite(TableName table, long snapshot) {
        return String.format(
                "Snapshot %d of table %s replaces or deletes rows, and a streaming read would pass"
                        + " over it: Iceberg's source knows appended rows only. Read the table with"
                        + " 'streaming' = 'false', or begin after that snapshot with"
                        + " 'start_snapshot_id'.",
                snapshot, table);
    }

    static String noSuchStart(TableName table, String start) {
        return String.format("Table %s has no snapshot %s.", table, start);
    }

    static String unreachable(String catalog, Throwable cause) {
        return String.format(
                "The catalog at %s gives no answer that can be used: %s.",
                Redacted.text(catalog), reason(cause));
    }

    static String refused(String catalog, Throwable cause) {
        return String.format(
                "The catalog at %s refuses: %s. Check 'catalog.token' or 'catalog.credential'.",
                Redacted.text(catalog), reason(cause));
    }

    static String missingClass(String name) {
        return String.format(
                "Class %s is missing. Hadoop's are in hadoop-client-api and hadoop-client-runtime"
                        + " 3.4.1, those of AWS (S3, Glue) in iceberg-aws-bundle 1.11.0, Iceberg's"
                        + " in iceberg-flink-runtime-1.20 1.11.0. All of them have to be where"
                        + " flink-laminar is: in Flink's lib folder, or in ADD JAR.",
                name.replace('/', '.'));
    }

    /** The text without what only logs need: a catalog's message may have many lines. */
    static String reason(Throwable cause) {
        String text = line(cause);
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return text.contains(line(root)) ? text : text + ": " + line(root);
    }

    private static String line(Throwable cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        String line = Redacted.text(message.lines().findFirst().orElse(""));
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private static String names(Collection<String> columns) {
        return "'" + String.join("', '", columns) + "'";
    }
}
