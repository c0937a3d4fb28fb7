// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards TCP connections from a port of its own on 127.0.0.1, and fails on command.
 *
 * <p>Threads: all public methods from any thread. Each connection has two threads, one a direction;
 * they end with it.
 *
 * <p>Life cycle: listens from {@link #TcpProxy construction} on; {@link #close()} cuts everything.
 */
public class TcpProxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TcpProxy.class);
    private static final int BUFFER_BYTES = 64 * 1024;

    private enum Mode {
        FORWARD,
        STALL,
        REFUSE,
        CLOSED
    }

    private final InetSocketAddress upstream;
    private final ServerSocket listener;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Set<ProxyLink> links = new HashSet<>();

    @GuardedBy("lock")
    private Mode mode = Mode.FORWARD;

    @GuardedBy("lock")
    private long nextLinkId = 1;

    /** Listens on a free port; connects to the upstream only for a client. */
    @SuppressWarnings("this-escape") // The thread waits for a client before it uses this object.
    public TcpProxy(String upstreamHost, int upstreamPort) throws IOException {
        this.upstream = new InetSocketAddress(upstreamHost, upstreamPort);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        startThread("accept", this::acceptLinks);
    }

    /** The port that clients connect to. */
    public final int port() {
        return listener.getLocalPort();
    }

    /** Closes every open connection; new ones are forwarded. */
    public final void cutAll() {
        List<ProxyLink> open;
        synchronized (lock) {
            open = List.copyOf(links);
        }
        open.forEach(ProxyLink::cut);
    }

    /** Holds all bytes back, as a network that drops packets, until {@link #resume()}. */
    public final void stall() {
        setMode(Mode.STALL);
    }

    /** Closes new connections as soon as they come; open ones go on. */
    public final void refuse() {
        setMode(Mode.REFUSE);
    }

    /** Ends {@link #stall()} and {@link #refuse()}. */
    public final void resume() {
        setMode(Mode.FORWARD);
    }

    @Override
    public final void close() throws IOException {
        setMode(Mode.CLOSED);
        listener.close();
        cutAll();
    }

    /** Moves bytes from the client to the server until one of them ends the connection. */
    void forwardRequests(ProxyLink link) throws IOException {
        copy(link.fromClient(), link.toServer());
    }

    /** Moves bytes from the server to the client until one of them ends the connection. */
    void forwardReplies(ProxyLink link) throws IOException {
        copy(link.fromServer(), link.toClient());
    }

    /** Called by both directions before they write; returns when bytes may flow. */
    final void awaitFlow() throws IOException {
        synchronized (lock) {
            while (mode == Mode.STALL) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("Interrupted while the proxy was stalled", e);
                }
            }
        }
    }

    private void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            awaitFlow();
            to.write(buffer, 0, read);
            to.flush();
        }
    }

    private void setMode(Mode wanted) {
        synchronized (lock) {
            if (mode != Mode.CLOSED) {
                mode = wanted;
            }
            lock.notifyAll();
        }
    }

    private void acceptLinks() {
        while (!listener.isClosed()) {
            try {
                open(listener.accept());
            } catch (IOException e) {
                // The listener was closed, or one client could not be served: it sees its
                // connection closed, which is what a proxy of a dead server looks like.
                LOG.debug("Proxy to {} could not serve a client", upstream, e);
            }
        }
    }

    private void open(Socket client) throws IOException {
        ProxyLink link;
        synchronized (lock) {
            if (mode == Mode.REFUSE || mode == Mode.CLOSED) {
                client.close();
                return;
            }
            link = new ProxyLink(nextLinkId++, client);
            links.add(link);
        }
        startThread(
                "connect-" + link.id(),
                () -> {
                    try {
                        link.connect(upstream);
                        startThread("replies-" + link.id(), () -> run(link, this::forwardReplies));
                        run(link, this::forwardRequests);
                    } catch (IOException e) {
                        LOG.debug("Proxy can't reach {}", upstream, e);
                        end(link);
                    }
                });
    }

    private void run(ProxyLink link, Direction direction) {
        try {
            direction.forward(link);
        } catch (IOException e) {
            LOG.debug("Connection {} of the proxy to {} ended", link.id(), upstream, e);
        } finally {
            end(link);
        }
    }

    private void end(ProxyLink link) {
        link.cut();
        synchronized (lock) {
            links.remove(link);
        }
    }

    private void startThread(String name, Runnable task) {
        Thread thread = new Thread(task, "proxy-" + upstream.getPort() + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @FunctionalInterface
    private interface Direction {
        void forward(ProxyLink link) throws IOException;
    }
}
