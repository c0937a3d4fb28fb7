// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLServerSocket;

/** A WebSocket server that does only what the test says. */
public final class RawServer implements AutoCloseable {

    private final ServerSocket listener;

    private RawServer(ServerSocket listener) {
        this.listener = listener;
    }

    public static RawServer start() throws IOException {
        return start(0);
    }

    public static RawServer start(int port) throws IOException {
        return start(InetAddress.getLoopbackAddress(), port);
    }

    /** On {@code ::1}. */
    public static RawServer startOnIpv6() throws IOException {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        return start(InetAddress.getByAddress(loopback), 0);
    }

    private static RawServer start(InetAddress address, int port) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.setSoTimeout(20_000);
        listener.bind(new InetSocketAddress(address, port));
        return new RawServer(listener);
    }

    /** One that speaks TLS. */
    public static RawServer startTls(TestCertificate certificate) throws Exception {
        return startTls(certificate, 0);
    }

    public static RawServer startTls(TestCertificate certificate, int port) throws Exception {
        ServerSocket listener =
                certificate.serverContext().getServerSocketFactory().createServerSocket();
        listener.setReuseAddress(true);
        listener.setSoTimeout(20_000);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new RawServer(listener);
    }

    /** One that speaks TLS and asks the client for the same certificate. */
    public static RawServer startMutualTls(TestCertificate certificate) throws Exception {
        SSLServerSocket listener =
                (SSLServerSocket)
                        certificate.mutualContext().getServerSocketFactory().createServerSocket();
        listener.setNeedClientAuth(true);
        listener.setSoTimeout(20_000);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return new RawServer(listener);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public String url() {
        return "ws://127.0.0.1:" + port() + "/feed";
    }

    /**
     * Waits for the next client and does the handshake, with further header lines in the answer.
     */
    public RawConnection accept(String... headers) throws IOException {
        return RawConnection.accepted(acceptSocket(), headers);
    }

    /** Waits for the next client, for so long. */
    public Socket acceptSocket(Duration patience) throws IOException {
        int usual = listener.getSoTimeout();
        listener.setSoTimeout((int) patience.toMillis());
        try {
            return acceptSocket();
        } finally {
            listener.setSoTimeout(usual);
        }
    }

    /** Waits for the next client. */
    public Socket acceptSocket() throws IOException {
        Socket socket = listener.accept();
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
