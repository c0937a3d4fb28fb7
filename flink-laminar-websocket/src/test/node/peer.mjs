// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0

// A WebSocket client or server on the npm package ws that a test drives: one JSON command a line on
// the standard input, one JSON event a line on the standard output.
//
//   node peer.mjs client URL OPTIONS    options of the constructor WebSocket, and its subprotocols
//   node peer.mjs server OPTIONS        options of the constructor WebSocketServer
//   node peer.mjs subscriber URL        a client of the sink that comes back after each break, and
//                                       asks for what is behind the last message that it has
//
// A server talks to one connection, the newest.

import { createInterface } from 'node:readline';
import WebSocket, { WebSocketServer } from 'ws';

const [mode, ...parameters] = process.argv.slice(2);
let socket;
let server;

function report(event, details = {}) {
  process.stdout.write(JSON.stringify({ event, ...details }) + '\n');
}

function listenTo(connection) {
  connection.on('message', (data, isBinary) =>
    isBinary
      ? report('binary', { base64: data.toString('base64') })
      : report('text', { text: data.toString('utf8') }));
  connection.on('ping', data => report('ping', { text: data.toString('utf8') }));
  connection.on('pong', data => report('pong', { text: data.toString('utf8') }));
  connection.on('close', (status, reason) =>
    report('close', { status, reason: reason.toString('utf8') }));
  connection.on('error', error => report('error', { message: error.message }));
}

function subscribe(last) {
  socket = new WebSocket(parameters[0]);
  socket.on('open', () => socket.send(JSON.stringify({ action: 'subscribe', ...last })));
  socket.on('message', text => {
    const { type, sequence, incarnation } = JSON.parse(text);
    if (type === 'data') {
      last = { last_sequence: sequence, incarnation };
    }
    // What comes before the answer has no type, and comes again behind it.
    if (type === 'data' || type === 'subscribed') {
      report('text', { text: text.toString('utf8') });
    }
  });
  socket.on('close', () => setTimeout(() => subscribe(last), 20));
  // A close follows.
  socket.on('error', () => {});
}

const commands = {
  text: ({ text }) => socket.send(text),
  binary: ({ base64 }) => socket.send(Buffer.from(base64, 'base64')),
  // One message in as many frames as there are parts.
  fragments: ({ parts }) =>
    parts.forEach((part, i) => socket.send(part, { fin: i === parts.length - 1 })),
  ping: ({ text }) => socket.ping(text),
  close: ({ status, reason }) => socket.close(status, reason),
  // How many the connection has brought and taken.
  bytes: () => report('bytes', { read: socket._socket.bytesRead, written: socket._socket.bytesWritten }),
  pause: () => socket.pause(),
  resume: () => socket.resume(),
};

if (mode === 'client') {
  const { subprotocols = [], ...options } = JSON.parse(parameters[1]);
  socket = new WebSocket(parameters[0], subprotocols, options);
  listenTo(socket);
  socket.on('unexpected-response', (request, response) => {
    let body = '';
    response.on('data', part => (body += part));
    response.on('end', () => report('refused', { status: response.statusCode, body }));
  });
  socket.on('open', () =>
    report('open', { subprotocol: socket.protocol, extensions: socket.extensions }));
} else if (mode === 'subscriber') {
  subscribe({ last_sequence: -1 });
} else {
  server = new WebSocketServer({ host: '127.0.0.1', ...JSON.parse(parameters[0]) });
  server.on('listening', () => report('listening', { port: server.address().port }));
  server.on('connection', (connection, request) => {
    socket = connection;
    listenTo(connection);
    report('open', {
      url: request.url,
      headers: request.headers,
      subprotocol: connection.protocol,
      extensions: connection.extensions,
    });
  });
}

const lines = createInterface({ input: process.stdin });
lines.on('line', line => {
  const { command, ...details } = JSON.parse(line);
  commands[command](details);
});
// The test is over, or its process is gone.
lines.on('close', () => process.exit());
