package io.laminar.flink.websocket.table;

import static io.laminar.flink.websocket.table.WebSocketSourceOptions.BIND_ADDRESS;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.BUFFER_CAPACITY;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.CONNECT_TIMEOUT;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.FORMAT;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.HANDSHAKE_TIMEOUT;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.MAX_CONNECTIONS;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.MAX_MESSAGE_SIZE;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.MODE;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.PING_INTERVAL;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.PING_TIMEOUT;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.RECONNECT_INITIAL_DELAY;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.RECONNECT_MAX_DELAY;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.RECONNECT_MAX_RETRIES;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.URL;

import io.laminar.flink.websocket.WebSocketSource;
import io.laminar.flink.websocket.WebSocketSourceBuilder;
