// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One client's connection through a {@link TcpProxy}: a socket on either side. */
final class ProxyLink {

    private final long id;
    private final Socket client;
    private final Socket server = new Socket();

    ProxyLink(long id, Socket client) {
        this.id = id;
        this.client = client;
    }

    /** Unique within the proxy, counted from 1. */
    long id() {
        return id;
    }

    void connect(InetSocketAddress upstream) throws IOException {
        server.connect(upstream);
        // Small messages to and fro: waiting to fill packets would cost 40 ms each.
        server.setTcpNoDelay(true);
        client.setTcpNoDelay(true);
    }

    InputStream fromClient() throws IOException {
        return new BufferedInputStream(client.getInputStream());
    }

    OutputStream toServer() throws IOException {
        return new BufferedOutputStream(server.getOutputStream());
    }

    InputStream fromServer() throws IOException {
        return new BufferedInputStream(server.getInputStream());
    }

    OutputStream toClient() throws IOException {
        return new BufferedOutputStream(client.getOutputStream());
    }

    /** Closes both sides; may be called twice. */
    void cut() {
        try {
            client.close();
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
