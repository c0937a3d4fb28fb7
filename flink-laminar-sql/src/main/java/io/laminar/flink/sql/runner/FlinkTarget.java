// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.Configuration;

/**
 * The Flink that runs scripts: one inside this process, or a cluster. Both take jobs through
 * Flink's REST interface.
 *
 * <p>Life cycle: who makes it, closes it. Closing an embedded Flink ends its jobs; closing a remote
 * one leaves them alone. Threads: any.
 */
@Internal
public sealed interface FlinkTarget extends AutoCloseable permits EmbeddedFlink, RemoteFlink {

    /**
     * A Flink in this process, reachable on 127.0.0.1 only, on a free port unless {@code rest.port}
     * is set. It starts with the first job (or {@link #start}).
     *
     * <p>Defaults, where no setting says otherwise: parallelism = the machine's cores, at most 8;
     * three restarts, one second apart; state on the heap, checkpoints in a temporary folder that
     * goes when this is closed.
     */
    static FlinkTarget embedded(Configuration configuration) {
        return new EmbeddedFlink(configuration);
    }

    /**
     * A session cluster, with the settings that it has.
     *
     * @param host host of its REST interface ({@code rest.address})
     * @param port port of its REST interface ({@code rest.port}, 8081 by default)
     * @param jars jars that go along with each job: the connectors that the cluster may not have
     */
    static FlinkTarget remote(String host, int port, List<Path> jars, Configuration configuration) {
        return new RemoteFlink(host, port, jars, configuration);
    }

    /** The settings that a script starts with, without this target's defaults. */
    Configuration configuration();

    /** The settings with this target's defaults where they say nothing. */
    Configuration complete(Configuration settings);

    /**
     * Starts what has to be started; does nothing the second time.
     *
     * @param settings the settings in force, for what is decided at the start (slots, memory)
     * @return the address of the REST interface and the web page
     * @throws ScriptException if it can't start
     */
    URI start(Configuration settings);

    @Override
    void close();
}
