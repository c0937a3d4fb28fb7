// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports that nobody listens on. */
public final class FreePorts {

    private static final int ATTEMPTS = 100;
    private static final int MAX_PORT = 65535;

    private FreePorts() {}

    /** The first of so many in a row. */
    public static int first(int count) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (ServerSocket first = open(0)) {
                int port = first.getLocalPort();
                if (port + count <= MAX_PORT && areFree(port + 1, count - 1)) {
                    return port;
                }
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
