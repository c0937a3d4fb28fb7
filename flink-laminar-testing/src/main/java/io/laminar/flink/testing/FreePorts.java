// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this machine that nobody listens on. */
public final class FreePorts {

    private static final int ATTEMPTS = 100;

    /** Below those that the system gives away to others meanwhile. */
    private static final int MAX_PORT = 32_768;

    private static final int MIN_PORT = 10_000;

    private FreePorts() {}

    /** The first of so many in a row. */
    public static int first(int count) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(MIN_PORT, MAX_PORT - count);
            if (areFree(port, count)) {
                return port;
            }
        }
        throw new IOException("Found no " + count + " free ports in a row.");
    }

    private static boolean areFree(int first, int count) throws IOException {
        for (int port = first; port < first + count; port++) {
            try {
                open(port).close();
            } catch (BindException e) {
                return false;
            }
        }
        return true;
    }

    private static ServerSocket open(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
