// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy that reads PostgreSQL's protocol (version 3), so that a connection can fail at a chosen
 * statement, before it reaches the server or after the server has done it, without a hook in the
 * client.
 *
 * <p>Connections through it are not encrypted: a request for TLS is answered with no.
 *
 * <p>Threads: the listener is called by the threads of all connections; see {@link
 * WireEvent.Listener}.
 */
public final class PostgresFaultProxy extends TcpProxy {

    private static final int SSL_REQUEST = 80877103;
    private static final int GSSENC_REQUEST = 80877104;

    private final Map<Long, WireSession> sessions = new ConcurrentHashMap<>();

    private volatile WireEvent.Listener listener = event -> WireEvent.Verdict.FORWARD;

    public PostgresFaultProxy(PostgresServer server) throws IOException {
        this(server.host(), server.port());
    }

    /** In front of anything that speaks the server's protocol, such as a connection pool. */
    public PostgresFaultProxy(String host, int port) throws IOException {
        super(host, port);
    }

    /** Reports all events from now on, in place of any earlier listener. */
    public void listen(WireEvent.Listener newListener) {
        this.listener = newListener;
    }

    @Override
    void forwardRequests(ProxyLink link) throws IOException {
        InputStream client = link.fromClient();
        OutputStream server = link.toServer();
        WireSession session = session(link);
        try {
            forwardStartup(client, server, link.toClient());
            while (true) {
                WireMessage message = WireMessage.read(client);
                awaitFlow();
                Optional<WireEvent.Kind> kind = session.onRequest(message);
                if (kind.isPresent()
                        && !isForwarded(
                                new WireEvent(
                                        kind.get(), link.id(), session.requestSql(kind.get())),
                                message,
                                server)) {
                    return;
                }
                if (kind.isEmpty()) {
                    message.write(server);
                }
                if (client.available() == 0) {
                    server.flush();
                }
            }
        } finally {
            sessions.remove(link.id());
            listener.onClosed(link.id());
        }
    }

    @Override
    void forwardReplies(ProxyLink link) throws IOException {
        InputStream server = link.fromServer();
        OutputStream client = link.toClient();
        WireSession session = session(link);
        while (true) {
            WireMessage message = WireMessage.read(server);
            awaitFlow();
            Optional<String> done = session.onReply(message);
            if (done.isPresent()) {
                WireEvent event =
                        new WireEvent(WireEvent.Kind.STATEMENT_DONE, link.id(), done.get());
                if (!isForwarded(event, message, client)) {
                    return;
                }
            } else {
                message.write(client);
            }
            if (server.available() == 0) {
                client.flush();
            }
        }
    }

    private WireSession session(ProxyLink link) {
        return sessions.computeIfAbsent(link.id(), id -> new WireSession());
    }

    private boolean isForwarded(WireEvent event, WireMessage message, OutputStream out)
            throws IOException {
        if (event.kind() != WireEvent.Kind.STATEMENT_DONE) {
            // The server works on what came before while the listener may hold this one back.
            out.flush();
        }
        switch (listener.onEvent(event)) {
            case FORWARD -> {
                message.write(out);
                return true;
            }
            case CUT_HALFWAY -> {
                byte[] bytes = message.bytes();
                out.write(bytes, 0, bytes.length / 2);
                out.flush();
                return false;
            }
            case CUT -> {
                return false;
            }
        }
        throw new AssertionError("The verdicts above are all.");
    }

    /** Messages before the session has begun have no type; only the last one is for the server. */
    private static void forwardStartup(InputStream client, OutputStream server, OutputStream reply)
            throws IOException {
        while (true) {
            byte[] body = WireMessage.readBody(client);
            int code = ByteBuffer.wrap(body).getInt();
            if (code == SSL_REQUEST || code == GSSENC_REQUEST) {
                reply.write('N');
                reply.flush();
                continue;
            }
            server.write(
                    ByteBuffer.allocate(Integer.BYTES + body.length)
                            .putInt(Integer.BYTES + body.length)
                            .put(body)
                            .array());
            server.flush();
            return;
        }
    }
}
