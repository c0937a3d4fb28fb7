// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy that knows CONNECT and nothing else, and takes every host for this machine: so a
 * test can ask for a host that only the proxy can reach.
 */
public final class ConnectProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String refusal = "";

    private ConnectProxy(ServerSocket listener) {
        this.listener = listener;
    }

    public static ConnectProxy start() throws IOException {
        ConnectProxy proxy =
                new ConnectProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        run("accept", proxy::accept);
        return proxy;
    }

    /** Answers with this status line from now on; empty to let everybody through. */
    public void refuse(String status) {
        refusal = status;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Heads of the requests so far. */
    public List<String> requests() {
        return requests;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            run("client", () -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        String head = readHead(client.getInputStream());
        requests.add(head);
        if (!refusal.isEmpty()) {
            answer(client, refusal + "\r\nContent-Length: 4\r\n\r\nno.\n");
            client.close();
            return;
        }
        String target = head.substring("CONNECT ".length(), head.indexOf(" HTTP/1.1"));
        int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        answer(client, "200 Connection established\r\n\r\n");
        run("there", () -> copy(client, server));
        copy(server, client);
    }

    private static void answer(Socket client, String statusAndRest) throws IOException {
        client.getOutputStream()
                .write(("HTTP/1.1 " + statusAndRest).getBytes(StandardCharsets.US_ASCII));
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("The client left.");
            }
            head.append((char) read);
        }
        return head.toString();
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void run(String name, Task task) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                task.run();
                            } catch (IOException e) {
                                // One end is gone, which the other end sees.
                                Thread.currentThread().interrupt();
                            }
                        },
                        "connect-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
