// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;

/** What users read when connection or DDL don't fit the database. */
final class CdcErrors {

    private CdcErrors() {}

    static String connectionMissing(String scheme) {
        return String.format(
                "Say where the server is: set 'connection' = '%s://user:password@host/database', or"
                        + " 'hostname' with 'database', 'username' and 'password'.",
                scheme);
    }

    static String partWrittenTwice(String key) {
        return String.format(
                "'%s' is set beside 'connection': write the part in one of the two places.", key);
    }

    static String partMissing(String key) {
        return String.format("'%s' is missing: set it, or name it in 'connection'.", key);
    }

    static String badPort(int port) {
        return String.format("The server's port is %d, but must be 1 to 65535.", port);
    }

    static String unknownParameter(String parameter, Set<String> known) {
        return String.format(
                "The connection has the parameter '%s', which is not known. Known: %s.",
                parameter, String.join(", ", new TreeSet<>(known)));
    }

    static String columnMissing(String column, String table) {
        return String.format("The DDL has the column '%s', which %s lacks.", column, table);
    }

    static String takeColumn(Optional<String> nearest, List<String> names) {
        return nearest.map(
                        name ->
                                String.format(
                                        "write `%s` if that is meant, or remove the column.", name))
                .orElseGet(
                        () ->
                                String.format(
                                        "remove the column from the DDL; the table has %s.",
                                        String.join(", ", names)));
    }

    static String typeUnfit(String column, LogicalType declared, String upstream) {
        return String.format(
                "The column '%s' is %s in the DDL, which does not take every value of %s.",
                column, declared.copy(true).asSummaryString(), upstream);
    }

    static String typeUnreadable(String column, String upstream) {
        return String.format(
                "The column '%s' is %s upstream, of which no right value can be had.",
                column, upstream);
    }

    static String removeColumn(String column) {
        return String.format("remove `%s` from the DDL.", column);
    }

    static String takeType(String column, DataType type) {
        return String.format(
                "write `%s` %s.", column, type.getLogicalType().copy(true).asSerializableString());
    }

    static String keyDiffers(List<String> declared, String table, List<String> upstream) {
        return String.format(
                "The DDL's primary key is (%s), that of %s is (%s).",
                String.join(", ", declared), table, String.join(", ", upstream));
    }

    static String takeKey(List<String> key) {
        return String.format(
                "write PRIMARY KEY (%s) NOT ENFORCED.",
                key.stream().collect(Collectors.joining("`, `", "`", "`")));
    }
}
