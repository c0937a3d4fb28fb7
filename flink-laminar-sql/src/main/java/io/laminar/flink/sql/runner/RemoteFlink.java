// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.SecurityOptions;

/** A session cluster that runs without us. */
final class RemoteFlink implements FlinkTarget {

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
        if (!settings.contains(CheckpointingOptions.CHECKPOINTING_INTERVAL)) {
            complete.set(
                    CheckpointingOptions.CHECKPOINTING_INTERVAL, EmbeddedFlink.CHECKPOINT_INTERVAL);
        }
        if (!jars.isEmpty()) {
            List<String> all =
                    new ArrayList<>(settings.getOptional(PipelineOptions.JARS).orElse(List.of()));
            jars.forEach(jar -> all.add(jar.toUri().toString()));
            complete.set(PipelineOptions.JARS, all);
        }
        return complete;
    }

    @Override
    public URI start(Configuration settings) {
        String scheme = settings.get(SecurityOptions.SSL_REST_ENABLED) ? "https" : "http";
        return URI.create(scheme + "://" + host + ":" + port);
    }

    @Override
    public void close() {}
}
