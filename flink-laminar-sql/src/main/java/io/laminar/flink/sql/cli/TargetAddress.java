// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code --target} says: {@code local}, or the REST address of a cluster. */
record TargetAddress(String host, int port) {

    static final TargetAddress LOCAL = new TargetAddress("", 0);

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("([^:\\s/]+|\\[[^]]+]):(\\d{1,5})");

    boolean isLocal() {
        return equals(LOCAL);
    }

    static final class Converter implements ITypeConverter<TargetAddress> {
        @Override
        public TargetAddress convert(String value) {
            if (value.equals("local")) {
                return LOCAL;
            }
            Matcher matcher = HOST_AND_PORT.matcher(value);
            if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65535) {
                throw new TypeConversionException(
                        String.format(
                                "'%s' is neither 'local' nor the REST address of a Flink cluster"
                                        + " as 'host:port', for example 'localhost:8081'",
                                value));
            }
            return new TargetAddress(matcher.group(1), Integer.parseInt(matcher.group(2)));
        }
    }
}
