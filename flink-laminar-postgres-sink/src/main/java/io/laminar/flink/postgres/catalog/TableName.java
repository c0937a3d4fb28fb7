// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;

/**
 * A table and its schema, as the server knows them: quotes removed, unquoted parts in lower case
 * (PostgreSQL documentation, "Identifiers and Key Words").
 */
@Internal
public record TableName(String schema, String table) implements Serializable {

    private static final Pattern PART = Pattern.compile("\"((?:[^\"]|\"\")+)\"|([^\".\\s]+)");

    /**
     * Reads {@code table} or {@code schema.table}; the schema is {@code public} if absent.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static TableName parse(String text) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(text);
        int at = 0;
        while (matcher.find(at) && matcher.start() == at) {
            String quoted = matcher.group(1);
            parts.add(
                    quoted == null
                            ? matcher.group(2).toLowerCase(Locale.ROOT)
                            : quoted.replace("\"\"", "\""));
            at = matcher.end();
            if (at == text.length() || text.charAt(at) != '.') {
                break;
            }
            at++;
        }
        if (at != text.length() || parts.isEmpty() || parts.size() > 2) {
            throw new IllegalArgumentException(
                    String.format(
                            "'table' is '%s', but must be 'table' or 'schema.table', with names that"
                                    + " hold other characters in double quotes.",
                            text));
        }
        return parts.size() == 1
                ? new TableName("public", parts.get(0))
                : new TableName(parts.get(0), parts.get(1));
    }

    /** Quoted for use in a statement. */
    public String sql() {
        return quote(schema) + "." + quote(table);
    }

    /** One identifier, quoted for use in a statement. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
