// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.SecurityOptions;

/** A session cluster that runs without us. */
final class RemoteFlink implements FlinkTarget {

    private static final int CONNECT_MILLIS = 5000;

    private final String host;
    private final int port;
    private final List<Path> jars;
    private final Configuration given;

    RemoteFlink(String host, int port, List<Path> jars, Configuration given) {
        this.host = host;
        this.port = port;
        this.jars = List.copyOf(jars);
        this.given = new Configuration(given);
    }

    @Override
    public Configuration configuration() {
        return new Configuration(given);
    }

    @Override
    public Configuration complete(Configuration settings) {
        Configuration complete = new Configuration(settings);
        if (!jars.isEmpty()) {
            List<String> all =
                    new ArrayList<>(settings.getOptional(PipelineOptions.JARS).orElse(List.of()));
            jars.forEach(jar -> all.add(jar.toUri().toString()));
            complete.set(PipelineOptions.JARS, all);
        }
        return complete;
    }

    /** Checks that something listens there: Flink's own client would try for a minute. */
    @Override
    public URI start(Configuration settings) {
        String scheme = settings.get(SecurityOptions.SSL_REST_ENABLED) ? "https" : "http";
        URI address = URI.create(scheme + "://" + host + ":" + port);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), port), CONNECT_MILLIS);
        } catch (IOException e) {
            throw ScriptErrors.unreachable(address, e);
        }
        return address;
    }

    @Override
    public void close() {}
}
