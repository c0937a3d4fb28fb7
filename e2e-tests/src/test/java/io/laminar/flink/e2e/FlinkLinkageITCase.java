// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.e2e.cluster.BuildProperty;
import io.laminar.flink.e2e.cluster.FlinkDistribution;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shaded jar against the classes of each Flink version, without running it. */
class FlinkLinkageITCase {

    private static final String FACTORY = "org.apache.flink.table.factories.Factory";

    static Stream<FlinkDistribution> versions() {
        return FlinkDistribution.all().stream();
    }

    /**
     * Finds what no other test runs into: a branch that calls a method which that version lacks.
     */
    @ParameterizedTest
    @MethodSource("versions")
    void refersOnlyToWhatFlinkHas(FlinkDistribution flink) throws Exception {
        try (URLClassLoader loader = loader(flink)) {
            assertThat(new FlinkReferences(BuildProperty.path("e2e.jar")).missingIn(loader))
                    .isEmpty();
        }
    }

    /** The same check where nothing of Flink is: it must find the references that it checks. */
    @Test
    void missesEverythingWithoutFlink() throws Exception {
        assertThat(
                        new FlinkReferences(BuildProperty.path("e2e.jar"))
                                .missingIn(ClassLoader.getPlatformClassLoader()))
                .anyMatch(
                        missing ->
                                missing.endsWith("-> org.apache.flink.configuration.ConfigOption"))
                .anyMatch(missing -> missing.contains("ConfigOptions.key(java.lang.String)"))
                .hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void offersTheConnectorsToFlinkAlone(FlinkDistribution flink) throws Exception {
        try (URLClassLoader loader = loader(flink)) {
            Class<?> factory = loader.loadClass(FACTORY);
            List<Object> identifiers = new ArrayList<>();
            for (Object ours : ServiceLoader.load(factory, loader)) {
                if (ours.getClass().getName().startsWith("io.laminar.")) {
                    identifiers.add(factory.getMethod("factoryIdentifier").invoke(ours));
                    assertThat(factory.getMethod("optionalOptions").invoke(ours))
                            .isInstanceOf(Set.class);
                }
            }
            assertThat(identifiers)
                    .containsExactlyInAnyOrder(
                            "websocket",
                            "laminar-postgres",
                            "laminar-kafka",
                            "laminar-mysql-cdc",
                            "laminar-postgres-cdc",
                            "laminar-iceberg",
                            // The catalog, and the module.
                            "laminar",
                            "laminar");
        }
    }

    /** Flink's {@code lib/} with our jar in it, and nothing of this test's own class path. */
    private static URLClassLoader loader(FlinkDistribution flink) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (Path jar : flink.jarsWith(BuildProperty.path("e2e.jar"))) {
            urls.add(jar.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }
}
