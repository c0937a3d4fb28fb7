// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Which PostgreSQL a {@link PostgresServer} is.
 *
 * <p>The artifacts of all versions hold one resource of the same name, so only the usual version is
 * a dependency. The others are unpacked into folders of their own on the class path of those
 * modules whose property {@code postgres.versions.phase} asks for it.
 */
public enum PostgresVersion {
    /** The oldest that the connectors are tested on. */
    V15("/postgres/15/"),
    /** What {@link PostgresServer#start()} and {@link PostgresServer#shared()} are. */
    V17("/"),
    /** The newest that the connectors are tested on. */
    V18("/postgres/18/");

    private static final String ARCHIVE = "postgres-linux-x86_64.txz";

    private final String folder;

    PostgresVersion(String folder) {
        this.folder = folder;
    }

    void configure(EmbeddedPostgres.Builder builder) {
        builder.setPgBinaryResolver((system, machine) -> open());
    }

    private InputStream open() throws IOException {
        InputStream archive = PostgresVersion.class.getResourceAsStream(folder + ARCHIVE);
        if (archive == null) {
            throw new FileNotFoundException(
                    "There is no "
                            + folder
                            + ARCHIVE
                            + " on the class path: set the property postgres.versions.phase in the"
                            + " module's pom.xml to generate-test-resources.");
        }
        return archive;
    }
}
