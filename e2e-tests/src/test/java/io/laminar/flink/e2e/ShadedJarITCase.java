// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.laminar.flink.e2e.cluster.BuildProperty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The one jar that users put into {@code lib/}: what is in it, and what is not. */
class ShadedJarITCase {

    private static final Path PATH = BuildProperty.path("e2e.jar");
    private static final String SERVICES = "META-INF/services/";

    private static JarFile jar;

    @BeforeAll
    static void openJar() throws IOException {
        jar = new JarFile(PATH.toFile());
    }

    @AfterAll
    static void closeJar() throws IOException {
        jar.close();
    }

    @Test
    void holdsNothingOutsideOurPackageAndMetaInf() {
        assertThat(files().map(JarEntry::getName))
                .isNotEmpty()
                .allMatch(
                        name ->
                                name.startsWith("io/laminar/flink/")
                                        || name.startsWith("META-INF/"));
    }

    @Test
    void holdsTheConnectorsAndWhatTheyBundle() {
        assertThat(files().map(JarEntry::getName))
                .contains(
                        "io/laminar/flink/sdk/sink/PortableSink.class",
                        "io/laminar/flink/shaded/io/netty/channel/Channel.class",
                        "io/laminar/flink/shaded/org/postgresql/Driver.class")
                .anyMatch(name -> name.startsWith("io/laminar/flink/websocket/table/"))
                .anyMatch(name -> name.startsWith("io/laminar/flink/postgres/table/"));
    }

    @Test
    void refersToNoBundledLibraryByItsOwnName() throws IOException {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "org.postgresql..")
                .check(new ClassFileImporter().importJar(jar));
    }

    @Test
    void namesBothConnectorsAsTableFactories() throws IOException {
        JarEntry service = jar.getJarEntry(SERVICES + "org.apache.flink.table.factories.Factory");
        assertThat(service).isNotNull();
        assertThat(providers(service))
                .anyMatch(name -> name.startsWith("io.laminar.flink.websocket.table."))
                .anyMatch(name -> name.startsWith("io.laminar.flink.postgres.table."));
    }

    @Test
    void eachServiceNamesClassesThatAreThere() throws IOException {
        for (JarEntry service :
                files().filter(file -> file.getName().startsWith(SERVICES)).toList()) {
            assertThat(providers(service))
                    .as(service.getName())
                    .isNotEmpty()
                    .doesNotHaveDuplicates()
                    .allMatch(name -> jar.getEntry(name.replace('.', '/') + ".class") != null);
        }
    }

    @Test
    void carriesTheLicencesOfWhatItBundles() throws IOException {
        assertThat(text("META-INF/LICENSE")).contains("Apache License");
        assertThat(text("META-INF/NOTICE"))
                .contains(
                        "flink-laminar",
                        "io.netty:netty-codec-http:",
                        "org.postgresql:postgresql:");
        assertThat(text("META-INF/licenses/LICENSE.pgjdbc.txt")).contains("PostgreSQL");
    }

    private static Stream<JarEntry> files() {
        return jar.stream().filter(entry -> !entry.isDirectory());
    }

    private static List<String> providers(JarEntry service) throws IOException {
        return text(service.getName())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static String text(String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        assertThat(entry).as(name).isNotNull();
        try (var stream = jar.getInputStream(entry)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
