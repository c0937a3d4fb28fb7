// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.cli;

import io.laminar.flink.sdk.secret.Redacted;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;

/**
 * The jar of all connectors, which goes along with a job to a cluster that may not have it.
 *
 * <p>In the distribution it is the jar that the SDK's classes come from. Run from class folders, as
 * tests are, there is none.
 */
final class ConnectorsJar {

    private ConnectorsJar() {}

    static List<Path> find() {
        CodeSource source = Redacted.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return List.of();
        }
        try {
            URI location = source.getLocation().toURI();
            Path jar = Path.of(location);
            return Files.isRegularFile(jar) ? List.of(jar) : List.of();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(
                    "The class path entry '" + source.getLocation() + "' is no valid URI.", e);
        }
    }
}
