// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The programs of test servers, which the module {@code flink-laminar-test-servers} gets from Maven
 * into folders of its own: none of their classes is on a class path of ours.
 */
final class ServerSoftware {

    /** Names the folder that holds a folder for each server. */
    private static final String PROPERTY = "laminar.test.servers";

    private ServerSoftware() {}

    /** The folder with the program of one server. */
    static Path folder(String server) throws IOException {
        String root = System.getProperty(PROPERTY);
        if (root == null) {
            throw new FileNotFoundException(
                    "Set the system property "
                            + PROPERTY
                            + " to the target folder of flink-laminar-test-servers.");
        }
        Path folder = Path.of(root, server);
        if (!Files.isDirectory(folder)) {
            throw new FileNotFoundException(
                    folder + " is missing: build flink-laminar-test-servers first.");
        }
        return folder;
    }

    /** All jars of a server that is a Java program. */
    static String classPath(String server) throws IOException {
        return folder(server).resolve("*").toString();
    }

    /** The {@code java} that runs this JVM. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
