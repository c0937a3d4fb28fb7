// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.cluster;

import java.nio.file.Path;

/**
 * What the build tells the tests by system properties; one that is missing is a failure, never a
 * skip.
 */
public final class BuildProperty {

    private BuildProperty() {}

    public static String text(String name) {
        String value = System.getProperty(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(
                    String.format(
                            "System property '%s' is not set; e2e-tests/pom.xml sets it. Run the test by Maven: "
                                    + "mvn -pl e2e-tests verify",
                            name));
        }
        return value;
    }

    public static Path path(String name) {
        return Path.of(text(name)).toAbsolutePath().normalize();
    }
}
