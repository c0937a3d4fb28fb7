// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One Flink version, as the folder of jars that a distribution has as {@code lib/}.
 *
 * @param connectors official ones that users put there, too, if there are any for this version
 */
public record FlinkDistribution(String version, Path lib, List<Path> connectors) {

    /** Each version that our jar must run on, as the build laid it out. */
    public static List<FlinkDistribution> all() {
        return List.of(withConnectors(), fromBuild("e2e.flink-next", List.of()));
    }

    /** The version for which there are the official connectors that ours stand on. */
    public static FlinkDistribution withConnectors() {
        return fromBuild("e2e.flink", jarsIn(BuildProperty.path("e2e.flink.connectors")));
    }

    private static FlinkDistribution fromBuild(String name, List<Path> connectors) {
        FlinkDistribution distribution =
                new FlinkDistribution(
                        BuildProperty.text(name + ".version"),
                        BuildProperty.path(name + ".lib"),
                        connectors);
        distribution.mustBeComplete();
        return distribution;
    }

    /**
     * Another version than the one asked for, or two mixed, would make a test prove something else.
     */
    private void mustBeComplete() {
        if (!jarsOf("flink-runtime").equals(List.of("flink-runtime-" + version + ".jar"))) {
            throw new IllegalStateException(
                    String.format(
                            "Not Flink %s, or not it alone, is in %s. Build it: mvn -pl e2e-tests -am clean package",
                            version, lib));
        }
    }

    private List<String> jarsOf(String artifact) {
        if (!Files.isDirectory(lib)) {
            return List.of();
        }
        try (Stream<Path> jars = Files.list(lib)) {
            return jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> name.matches(Pattern.quote(artifact) + "-[0-9].*"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Flink's own scripts put on the class path: all of {@code lib/}, and ours in it. */
    public List<Path> jarsWith(Path ourJar) {
        return Stream.of(jarsIn(lib), connectors, List.of(ourJar)).flatMap(List::stream).toList();
    }

    private static List<Path> jarsIn(Path folder) {
        try (Stream<Path> jars = Files.list(folder)) {
            return jars.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "Flink " + version;
    }
}
