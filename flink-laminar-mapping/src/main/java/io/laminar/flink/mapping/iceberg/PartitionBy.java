// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;

/** How the rows of a table are partitioned, as users write it. */
record PartitionBy(List<Field> fields) {

    /**
     * A column and what is done to it.
     *
     * @param transform by Iceberg's name and with its argument in brackets, such as {@code
     *     bucket[16]}
     */
    record Field(String transform, String column) {}

    private static final String NAME = "\\s*([\\w.]+|`[^`]+`|\"[^\"]+\")\\s*";

    private static final Pattern FIELD =
            Pattern.compile(
                    "\\s*(?:(\\w+)\\s*\\((?:\\s*(\\d{1,9})\\s*,)?"
                            + NAME
                            + "\\)|"
                            + NAME
                            + ")\\s*");

    /** By what users write; Spark's names, and the singular as Iceberg itself has it. */
    private static final Map<String, String> PLAIN =
            Map.of(
                    "identity", "identity",
                    "years", "year",
                    "year", "year",
                    "months", "month",
                    "month", "month",
                    "days", "day",
                    "day", "day",
                    "hours", "hour",
                    "hour", "hour");

    PartitionBy {
        fields = List.copyOf(fields);
    }

    /** The columns as they are. */
    static PartitionBy columns(List<String> columns) {
        return new PartitionBy(
                columns.stream().map(column -> new Field("identity", column)).toList());
    }

    /** Empty if it can't be read. */
    static Optional<PartitionBy> of(String text) {
        List<Field> fields = new ArrayList<>();
        Matcher field = FIELD.matcher(text);
        int next = 0;
        while (field.find(next) && field.start() == next) {
            Optional<Field> read = read(field);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            fields.add(read.get());
            if (field.end() == text.length()) {
                return Optional.of(new PartitionBy(fields));
            }
            if (text.charAt(field.end()) != ',') {
                return Optional.empty();
            }
            next = field.end() + 1;
        }
        return Optional.empty();
    }

    private static Optional<Field> read(Matcher field) {
        if (field.group(1) == null) {
            return Optional.of(new Field("identity", unquoted(field.group(4))));
        }
        String function = field.group(1).toLowerCase(Locale.ROOT);
        String argument = field.group(2);
        String column = unquoted(field.group(3));
        if (argument == null) {
            return Optional.ofNullable(PLAIN.get(function))
                    .map(transform -> new Field(transform, column));
        }
        boolean isKnown = function.equals("bucket") || function.equals("truncate");
        return isKnown && Integer.parseInt(argument) > 0
                ? Optional.of(new Field(function + "[" + argument + "]", column))
                : Optional.empty();
    }

    private static String unquoted(String name) {
        return name.startsWith("`") || name.startsWith("\"")
                ? name.substring(1, name.length() - 1)
                : name;
    }

    /**
     * The same for a table with these columns.
     *
     * @throws RuntimeException of Iceberg if there is no such column, or a transform does not go
     *     with its type
     */
    PartitionSpec spec(Schema schema) {
        PartitionSpec.Builder builder = PartitionSpec.builderFor(schema);
        for (Field field : fields) {
            String column = field.column();
            String transform = field.transform();
            switch (transform.replaceFirst("\\[.*", "")) {
                case "year" -> builder.year(column);
                case "month" -> builder.month(column);
                case "day" -> builder.day(column);
                case "hour" -> builder.hour(column);
                case "bucket" -> builder.bucket(column, argument(transform));
                case "truncate" -> builder.truncate(column, argument(transform));
                default -> builder.identity(column);
            }
        }
        return builder.build();
    }

    private static int argument(String transform) {
        return Integer.parseInt(
                transform.substring(transform.indexOf('[') + 1, transform.length() - 1));
    }

    /** How a table is partitioned. */
    static PartitionBy of(PartitionSpec spec) {
        List<Field> fields = new ArrayList<>();
        for (PartitionField field : spec.fields()) {
            fields.add(
                    new Field(
                            field.transform().toString(),
                            spec.schema().findColumnName(field.sourceId())));
        }
        return new PartitionBy(fields);
    }

    /** As users write it. */
    @Override
    public String toString() {
        return String.join(", ", fields.stream().map(PartitionBy::text).toList());
    }

    private static String text(Field field) {
        String transform = field.transform();
        int bracket = transform.indexOf('[');
        if (bracket > 0) {
            return String.format(
                    "%s(%d, %s)",
                    transform.substring(0, bracket), argument(transform), field.column());
        }
        return transform.equals("identity")
                ? field.column()
                : transform + "s(" + field.column() + ")";
    }
}
