// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.jspecify.annotations.Nullable;

/** Random values of every type, the edges of the type more often than not. */
final class RandomSamples {

    private static final String[] CHARACTERS = {
        "a", "Z", "7", " ", "'", "\"", "\\", "\n", "\t", "\u0001", "\u007f", "/", "{", "}", ",",
        "é", "ß", "Ж", "中", "€", "\ufffd", "😀", "𝄞"
    };
    private static final String[] LABELS = {"sad", "so-so", "it's \"fine\"", "glücklich"};
    private static final String[] ADDRESSES = {
        "0.0.0.0",
        "255.255.255.255",
        "192.168.0.1/24",
        "10.1.2.3/0",
        "10.1.2.3/32",
        "10/8",
        "10.1/16",
        "10.1.2/17",
        "010.1.2.3",
        "::",
        "::1",
        "1::",
        "2001:db8::ff00:42:8329/64",
        "2001:DB8:0:0:1:0:0:1",
        "::ffff:1.2.3.4",
        "::1.2.3.4/128",
        "1:2:3:4:5:6:7:8/1",
        "1:2:3:4:5:6:1.2.3.4",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8"
    };
    private static final String[] NETWORKS = {
        "0.0.0.0/0",
        "10",
        "10/8",
        "10.1",
        "128.1",
        "128",
        "192.168.1",
        "192",
        "224",
        "225",
        "240",
        "192.168.100.128/25",
        "192.168/24",
        "192.168/25",
        "10.1.2.3/32",
        "10.1.2.3",
        "::/0",
        "2001:4f8:3:ba::/64",
        "2001:4f8:3:ba:2e0:81ff:fe22:d1f1/128",
        "::ffff:1.2.3.0/120"
    };
    private static final LocalDate MIN_DATE = LocalDate.of(-4713, 11, 24);
    private static final LocalDate MAX_DATE = LocalDate.of(5_874_897, 12, 31);
    private static final LocalDate MAX_TIMESTAMP = LocalDate.of(294_276, 12, 31);

    private final Random random;

    RandomSamples(long seed) {
        this.random = new Random(seed);
    }

    /** A value for a column of this type, NULL now and then. */
    Sample next(LogicalType type, ColumnType column) {
        if (random.nextInt(8) == 0) {
            return Sample.NULL;
        }
        if (column instanceof ColumnType.Array array) {
            return array((ArrayType) type, array);
        }
        if (column instanceof ColumnType.Composite composite) {
            return composite((RowType) type, composite);
        }
        ColumnType.Scalar scalar = (ColumnType.Scalar) column;
        boolean isJson = scalar.type() == PostgresType.JSON || scalar.type() == PostgresType.JSONB;
        if (isJson && !type.is(LogicalTypeRoot.VARCHAR)) {
            Sample json = json(type);
            return new Sample(json.value(), "(" + json.sql() + ")::" + column.sqlName());
        }
        return scalar(type, scalar);
    }

    private Sample array(ArrayType type, ColumnType.Array column) {
        LogicalType element = type.getElementType();
        if (TypeMapping.isDimension(element, column)) {
            return matrix(element, column);
        }
        List<Sample> elements = samples(element, column.element(), random.nextInt(4));
        return new Sample(
                arrayData(elements),
                elements.stream()
                        .map(Sample::sql)
                        .collect(Collectors.joining(", ", "ARRAY[", "]::" + column.sqlName())));
    }

    private Sample matrix(LogicalType row, ColumnType.Array column) {
        int width = random.nextInt(4);
        List<Sample> rows = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<Sample> cells =
                    samples(((ArrayType) row).getElementType(), column.element(), width);
            rows.add(
                    new Sample(
                            arrayData(cells),
                            cells.stream()
                                    .map(Sample::sql)
                                    .collect(Collectors.joining(", ", "[", "]"))));
        }
        return new Sample(
                arrayData(rows),
                rows.stream()
                        .map(Sample::sql)
                        .collect(Collectors.joining(", ", "ARRAY[", "]::" + column.sqlName())));
    }

    private List<Sample> samples(LogicalType type, ColumnType column, int count) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(next(type, column));
        }
        return samples;
    }

    private static GenericArrayData arrayData(List<Sample> samples) {
        return new GenericArrayData(samples.stream().map(Sample::value).toArray());
    }

    private Sample composite(RowType type, ColumnType.Composite column) {
        @Nullable Object[] values = new @Nullable Object[type.getFieldCount()];
        List<String> fields = new ArrayList<>();
        for (ColumnType.Composite.Field field : column.fields()) {
            int source = type.getFieldIndex(field.name());
            Sample sample = source < 0 ? Sample.NULL : next(type.getTypeAt(source), field.type());
            fields.add(sample.sql());
            if (source >= 0) {
                values[source] = sample.value();
            }
        }
        return new Sample(
                GenericRowData.of(values),
                "ROW(" + String.join(", ", fields) + ")::" + column.sqlName());
    }

    private Sample scalar(LogicalType type, ColumnType.Scalar column) {
        String sqlName = column.sqlName();
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> {
                boolean value = random.nextBoolean();
                yield Sample.cast(value, Boolean.toString(value), sqlName);
            }
            case TINYINT -> {
                byte value = (byte) integer(Byte.SIZE);
                yield Sample.cast(value, Byte.toString(value), sqlName);
            }
            case SMALLINT -> {
                short value = (short) integer(Short.SIZE);
                yield Sample.cast(value, Short.toString(value), sqlName);
            }
            case INTEGER -> {
                int value = (int) integer(Integer.SIZE);
                yield Sample.cast(value, Integer.toString(value), sqlName);
            }
            case BIGINT -> {
                long value = integer(Long.SIZE);
                yield Sample.cast(value, Long.toString(value), sqlName);
            }
            case FLOAT -> floating((float) floating(Float.MIN_VALUE, Float.MAX_VALUE), column);
            case DOUBLE -> floating(floating(Double.MIN_VALUE, Double.MAX_VALUE), column);
            case DECIMAL -> {
                DecimalData value = decimal((DecimalType) type);
                yield Sample.cast(value, value.toBigDecimal().toPlainString(), sqlName);
            }
            case VARCHAR -> text(column);
            case VARBINARY -> {
                byte[] value = bytes();
                yield Sample.cast(value, "\\x" + HexFormat.of().formatHex(value), sqlName);
            }
            case DATE -> date(column);
            case TIME_WITHOUT_TIME_ZONE -> {
                int millis = random.nextInt(86_400_000);
                LocalTime time = LocalTime.ofNanoOfDay(millis * 1_000_000L);
                LocalTime cut = column.timePrecision() == 0 ? time.withNano(0) : time;
                yield Sample.cast(millis, cut.toString(), sqlName);
            }
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    timestamp(LogicalTypeChecks.getPrecision(type), column);
            case INTERVAL_YEAR_MONTH -> {
                int months = (int) integer(Integer.SIZE);
                yield Sample.cast(months, months + " months", sqlName);
            }
            case INTERVAL_DAY_TIME -> {
                long millis = integer(random.nextBoolean() ? 52 : 35);
                yield Sample.cast(millis, millis + " milliseconds", sqlName);
            }
            default -> throw new IllegalArgumentException("No sample for " + type);
        };
    }

    /** Signed, of this many bits: an edge, a small one, or any. */
    private long integer(int bits) {
        long max = Long.MAX_VALUE >> (Long.SIZE - bits);
        return switch (random.nextInt(6)) {
            case 0 -> max;
            case 1 -> -max - 1;
            case 2 -> 0;
            case 3 -> random.nextInt(101) - 50;
            default -> random.nextLong() >> (Long.SIZE - bits);
        };
    }

    private double floating(double min, double max) {
        return switch (random.nextInt(10)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> -0.0;
            case 4 -> min;
            case 5 -> -max;
            case 6 -> random.nextInt(1_000);
            default -> random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15);
        };
    }

    private Sample floating(float value, ColumnType.Scalar column) {
        if (column.type() == PostgresType.NUMERIC) {
            float finite = Float.isFinite(value) ? value : 1.5f;
            return Sample.cast(finite, plain(Float.toString(finite)), column.sqlName());
        }
        return new Sample(
                value, "cast('" + Float.toString(value) + "' as real)::" + column.sqlName());
    }

    private Sample floating(double value, ColumnType.Scalar column) {
        if (column.type() == PostgresType.NUMERIC) {
            double finite = Double.isFinite(value) ? value : 1.5;
            return Sample.cast(finite, plain(Double.toString(finite)), column.sqlName());
        }
        return Sample.cast(value, Double.toString(value), column.sqlName());
    }

    private static String plain(String number) {
        BigDecimal decimal = new BigDecimal(number).stripTrailingZeros();
        return decimal.setScale(Math.max(0, decimal.scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    private DecimalData decimal(DecimalType type) {
        BigInteger limit = BigInteger.TEN.pow(type.getPrecision()).subtract(BigInteger.ONE);
        BigInteger any = new BigInteger(limit.bitLength() + 8, random).mod(limit);
        BigInteger unscaled =
                switch (random.nextInt(6)) {
                    case 0 -> limit;
                    case 1 -> limit.negate();
                    case 2 -> BigInteger.ZERO;
                    case 3 -> BigInteger.valueOf(random.nextInt(9));
                    case 4 -> any.negate();
                    default -> any;
                };
        BigDecimal decimal = new BigDecimal(unscaled, type.getScale());
        return DecimalData.fromBigDecimal(decimal, type.getPrecision(), type.getScale());
    }

    private Sample text(ColumnType.Scalar column) {
        String text =
                switch (column.type()) {
                    case ENUM -> LABELS[random.nextInt(LABELS.length)];
                    case UUID -> uuid();
                    case INET -> ADDRESSES[random.nextInt(ADDRESSES.length)];
                    case CIDR -> NETWORKS[random.nextInt(NETWORKS.length)];
                    case XML -> xml();
                    case JSON, JSONB -> jsonText();
                    case NAME, BPCHAR -> characters(12);
                    default -> characters(random.nextInt(4) == 0 ? 200 : 20);
                };
        return Sample.cast(StringData.fromString(text), text, column.sqlName());
    }

    private String characters(int max) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(max + 1); i > 0; i--) {
            boolean plain = random.nextInt(3) > 0;
            text.append(CHARACTERS[random.nextInt(plain ? 3 : CHARACTERS.length)]);
        }
        return text.toString();
    }

    private String uuid() {
        String text = new UUID(random.nextLong(), random.nextLong()).toString();
        return switch (random.nextInt(5)) {
            case 0 -> text.toUpperCase(Locale.ROOT);
            case 1 -> "{" + text + "}";
            case 2 -> text.replace("-", "");
            case 3 -> text.replace("-", "").replaceAll("(.{4})(?=.)", "$1-");
            default -> text;
        };
    }

    private String xml() {
        String content = random.nextInt(1_000) + (random.nextBoolean() ? "é中" : "&amp;");
        return switch (random.nextInt(5)) {
            case 0 -> "<?xml version=\"1.0\"?><a>" + content + "</a>";
            case 1 -> "<?xml version='1.0' encoding='ISO-8859-1'?><a>" + content + "</a>";
            case 2 ->
                    "<?xml version=\"1.0\" encoding = \"UTF-8\" standalone=\"yes\"?><a>"
                            + content
                            + "</a>";
            case 3 -> "text " + content + "<b/>";
            default -> "<a encoding=\"x\">" + content + "</a>";
        };
    }

    private String jsonText() {
        return switch (random.nextInt(5)) {
            case 0 -> "null";
            case 1 -> " {\"b\": [1, 2.50, \"x\"], \"a\":{}} ";
            case 2 -> "\"é\\n\\u00e9 " + random.nextInt(100) + "\"";
            case 3 -> "[]";
            default -> Integer.toString(random.nextInt());
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private Sample date(ColumnType.Scalar column) {
        boolean isDate = column.type() == PostgresType.DATE;
        LocalDate date = day(isDate ? MAX_DATE : MAX_TIMESTAMP);
        return Sample.cast((int) date.toEpochDay(), text(date, ""), column.sqlName());
    }

    private LocalDate day(LocalDate max) {
        return switch (random.nextInt(7)) {
            case 0 -> MIN_DATE;
            case 1 -> max;
            case 2 -> LocalDate.of(0, 2, 29);
            case 3 -> LocalDate.of(-44, 3, 15);
            case 4 -> LocalDate.ofEpochDay(-1);
            case 5 -> LocalDate.of(1 + random.nextInt(9_999), 1, 1).plusDays(random.nextInt(365));
            default -> LocalDate.ofEpochDay(random.nextInt(20_000));
        };
    }

    /** As PostgreSQL writes it: there is no year 0, and the year before 1 is 1 BC. */
    private static String text(LocalDate date, String time) {
        int year = date.getYear();
        String day = DateTimeFormatter.ofPattern("-MM-dd").format(date);
        return String.format("%04d", year > 0 ? year : 1 - year)
                + day
                + time
                + (year > 0 ? "" : " BC");
    }

    private Sample timestamp(int precision, ColumnType.Scalar column) {
        LocalDateTime timestamp = day(MAX_TIMESTAMP).atTime(time(precision));
        TimestampData value = TimestampData.fromLocalDateTime(timestamp);
        if (column.type() == PostgresType.DATE) {
            return Sample.cast(value, text(timestamp.toLocalDate(), ""), column.sqlName());
        }
        LocalTime cut = cut(timestamp.toLocalTime(), column.timePrecision());
        String zone = column.type() == PostgresType.TIMESTAMPTZ ? "+00" : "";
        return Sample.cast(
                value, text(timestamp.toLocalDate(), " " + cut + zone), column.sqlName());
    }

    private LocalTime time(int precision) {
        LocalTime time =
                random.nextInt(5) == 0
                        ? LocalTime.MAX
                        : LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L));
        return cut(time, precision);
    }

    private static LocalTime cut(LocalTime time, int digits) {
        long nanos = time.toNanoOfDay();
        return LocalTime.ofNanoOfDay(nanos - nanos % (long) Math.pow(10, 9 - digits));
    }

    /** A value with the JSON that the server itself makes of it. */
    private Sample json(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case ROW -> {
                RowType row = (RowType) type;
                @Nullable Object[] values = new @Nullable Object[row.getFieldCount()];
                List<String> pairs = new ArrayList<>();
                for (int i = 0; i < values.length; i++) {
                    Sample field = nullableJson(row.getTypeAt(i));
                    values[i] = field.value();
                    pairs.add(Sample.literal(row.getFieldNames().get(i)) + ", " + field.sql());
                }
                yield new Sample(
                        GenericRowData.of(values),
                        "jsonb_build_object(" + String.join(", ", pairs) + ")");
            }
            case ARRAY -> {
                List<Sample> elements = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(nullableJson(((ArrayType) type).getElementType()));
                }
                yield new Sample(
                        arrayData(elements),
                        elements.stream()
                                .map(Sample::sql)
                                .collect(Collectors.joining(", ", "jsonb_build_array(", ")")));
            }
            case MAP -> {
                Map<Object, @Nullable Object> values = new LinkedHashMap<>();
                List<String> pairs = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    String key = i + characters(5);
                    Sample value = nullableJson(((MapType) type).getValueType());
                    values.put(StringData.fromString(key), value.value());
                    pairs.add(Sample.literal(key) + ", " + value.sql());
                }
                yield new Sample(
                        new GenericMapData(values),
                        "jsonb_build_object(" + String.join(", ", pairs) + ")");
            }
            default -> jsonScalar(type);
        };
    }

    private Sample nullableJson(LogicalType type) {
        return random.nextInt(8) == 0 ? Sample.NULL : json(type);
    }

    private Sample jsonScalar(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case VARCHAR -> {
                Sample text = scalar(type, ColumnType.of(PostgresType.TEXT));
                yield new Sample(text.value(), "to_jsonb(" + text.sql() + ")");
            }
            case VARBINARY -> {
                Sample bytes = scalar(type, ColumnType.of(PostgresType.BYTEA));
                yield new Sample(
                        bytes.value(),
                        "to_jsonb(replace(encode(" + bytes.sql() + ", 'base64'), E'\\n', ''))");
            }
            case FLOAT -> {
                float value = random.nextInt(1_000) / 8f;
                yield new Sample(value, "to_jsonb(cast('" + value + "' as real))");
            }
            case DOUBLE -> {
                double value = random.nextGaussian() * 1e10;
                yield new Sample(value, "to_jsonb(cast('" + value + "' as float8))");
            }
            case DATE -> temporal(LocalDate.ofEpochDay(random.nextInt(200_000)), "date");
            case TIME_WITHOUT_TIME_ZONE -> {
                int millis = random.nextInt(86_400_000);
                LocalTime time = LocalTime.ofNanoOfDay(millis * 1_000_000L);
                yield new Sample(millis, "to_jsonb(cast('" + time + "' as time))");
            }
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
                LocalDateTime time =
                        LocalDateTime.of(
                                LocalDate.ofEpochDay(random.nextInt(200_000) - 100_000), time(6));
                String json = "(to_jsonb(cast('" + time + "' as timestamp)) #>> '{}')";
                boolean isInstant = type.is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
                yield new Sample(
                        TimestampData.fromInstant(time.toInstant(ZoneOffset.UTC)),
                        "to_jsonb(" + json + (isInstant ? " || 'Z'" : "") + ")");
            }
            case INTERVAL_YEAR_MONTH -> {
                int months = random.nextInt();
                yield new Sample(months, "to_jsonb(" + months + ")");
            }
            case INTERVAL_DAY_TIME -> {
                long millis = random.nextLong();
                yield new Sample(millis, "to_jsonb(cast('" + millis + "' as bigint))");
            }
            default -> {
                PostgresType natural = TypeMapping.fitting(type).iterator().next();
                Sample sample = scalar(type, ColumnType.of(natural));
                yield new Sample(sample.value(), "to_jsonb(" + sample.sql() + ")");
            }
        };
    }

    private static Sample temporal(LocalDate date, String sqlType) {
        return new Sample(
                (int) date.toEpochDay(), "to_jsonb(cast('" + date + "' as " + sqlType + "))");
    }
}
