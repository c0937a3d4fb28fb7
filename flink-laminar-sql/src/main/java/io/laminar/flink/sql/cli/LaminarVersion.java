// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.cli;

import java.util.Optional;
import org.apache.flink.runtime.util.EnvironmentInformation;
import picocli.CommandLine.IVersionProvider;

/** What {@code laminar --version} prints; our version stands in the jar's manifest. */
final class LaminarVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version =
                Optional.ofNullable(LaminarVersion.class.getPackage().getImplementationVersion())
                        .orElse("(not packaged)");
        return new String[] {
            "laminar " + version,
            "Apache Flink " + EnvironmentInformation.getVersion(),
            "Java " + System.getProperty("java.version")
        };
    }
}
