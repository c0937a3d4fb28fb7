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

/** One Flink version, as the folder of jars that a distribution has as {@code lib/}. */
public record FlinkDistribution(String version, Path lib) {

    /** Each version that our jar must run on, as the build laid it out. */
    public static List<FlinkDistribution> all() {
        return List.of(fromBuild("e2e.flink"), fromBuild("e2e.flink-next"));
    }

    private static FlinkDistribution fromBuild(String name) {
        FlinkDistribution distribution =
                new FlinkDistribution(
                        BuildProperty.text(name + ".version"), BuildProperty.path(name + ".lib"));
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
        try (Stream<Path> jars = Files.list(lib)) {
            return Stream.concat(jars.sorted(), Stream.of(ourJar)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "Flink " + version;
    }
}
