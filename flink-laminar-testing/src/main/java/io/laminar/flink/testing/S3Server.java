// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An S3 server on 127.0.0.1 and a free port, which keeps its objects in a folder: S3Proxy. It takes
 * only signed requests, with buckets in the path.
 *
 * <p>Threads: all methods from any thread. Life cycle: {@link #close()} ends it and deletes what it
 * holds. {@link #shared()} ends with the JVM; don't close it.
 */
public final class S3Server implements AutoCloseable {

    /** It has none, but signatures name one. */
    public static final String REGION = "us-east-1";

    private static final String ACCESS_KEY = "laminar";
    private static final String SECRET_KEY = "secret-key-of-tests";

    private static @Nullable S3Server shared;

    private final ServerProcess process;
    private final Path buckets;
    private final int port;

    private S3Server(ServerProcess process, Path buckets, int port) {
        this.process = process;
        this.buckets = buckets;
        this.port = port;
    }

    /** Starts it, without a bucket. */
    public static S3Server start() throws IOException {
        Path folder = Files.createTempDirectory("laminar-s3");
        Path buckets = Files.createDirectory(folder.resolve("buckets"));
        int port = FreePorts.first(1);
        Path configuration =
                Files.writeString(
                        folder.resolve("s3proxy.conf"),
                        """
                        s3proxy.endpoint=http://127.0.0.1:%d
                        s3proxy.authorization=aws-v2-or-v4
                        s3proxy.identity=%s
                        s3proxy.credential=%s
                        jclouds.provider=filesystem-nio2
                        jclouds.filesystem.basedir=%s
                        """
                                .formatted(port, ACCESS_KEY, SECRET_KEY, buckets));
        ServerProcess process =
                ServerProcess.start(
                        "S3Proxy",
                        folder,
                        List.of(
                                ServerSoftware.java(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                ServerSoftware.classPath("s3"),
                                "org.gaul.s3proxy.Main",
                                "--properties",
                                configuration.toString()),
                        Map.of(),
                        port);
        return new S3Server(process, buckets, port);
    }

    /** The one of this JVM, started by the first call and stopped with the JVM. */
    public static synchronized S3Server shared() throws IOException {
        if (shared == null) {
            S3Server started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::closeAtExit, "stop-s3"));
            shared = started;
        }
        return shared;
    }

    private void closeAtExit() {
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException("S3Proxy can't be cleaned up", e);
        }
    }

    /** Makes an empty bucket, which only the access key may read. */
    public void createBucket(String name) throws IOException {
        // A folder that everyone may read would be a public bucket.
        Files.createDirectory(
                buckets.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Where clients reach it. */
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    public String accessKey() {
        return ACCESS_KEY;
    }

    public String secretKey() {
        return SECRET_KEY;
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
