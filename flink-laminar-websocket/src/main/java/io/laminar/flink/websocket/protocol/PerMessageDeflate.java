// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * What the two ends of a connection have agreed on about compression (RFC 7692, section 7.1). It
 * stays with the channel for as long as that is open.
 *
 * <p>This side never takes its history over from one message to the next. That also is how it keeps
 * within any window: no distance inside of a message is longer than the message.
 *
 * @param ownWindowBits the window that this side has to keep within, 8 to 15; 0 if nothing was said
 * @param peerKeepsHistory whether the peer's messages may refer to its earlier ones
 */
@Internal
public record PerMessageDeflate(int ownWindowBits, boolean peerKeepsHistory) {

    private static final AttributeKey<PerMessageDeflate> KEY =
            AttributeKey.valueOf(PerMessageDeflate.class, "of");

    private static final String NAME = "permessage-deflate";
    private static final String SERVER_WITHOUT_HISTORY = "server_no_context_takeover";
    private static final String CLIENT_WITHOUT_HISTORY = "client_no_context_takeover";
    private static final String SERVER_WINDOW = "server_max_window_bits";
    private static final String CLIENT_WINDOW = "client_max_window_bits";

    private static final int LARGEST_WINDOW = 15;
    private static final Pattern WINDOW = Pattern.compile("[89]|1[0-5]");

    /** What a client offers. */
    static String offer(Compression compression) {
        String offer = NAME + "; " + CLIENT_WITHOUT_HISTORY + "; " + CLIENT_WINDOW;
        return compression == Compression.WITH_HISTORY
                ? offer
                : offer + "; " + SERVER_WITHOUT_HISTORY;
    }

    /**
     * The server's choice: the first offer that is right; empty if it declines all of them.
     *
     * @param offers lines of the client's header
     */
    static Optional<PerMessageDeflate> accept(List<String> offers, Compression compression) {
        if (compression == Compression.NONE) {
            return Optional.empty();
        }
        return Extension.parse(offers).orElse(List.of()).stream()
                .filter(PerMessageDeflate::isRight)
                .map(Extension::parameters)
                .map(
                        asked ->
                                new PerMessageDeflate(
                                        windowIn(asked, SERVER_WINDOW),
                                        compression == Compression.WITH_HISTORY
                                                && !asked.containsKey(CLIENT_WITHOUT_HISTORY)))
                .findFirst();
    }

    /** The server's answer to what it has accepted. */
    String answer() {
        StringBuilder answer = new StringBuilder(NAME + "; " + SERVER_WITHOUT_HISTORY);
        if (!peerKeepsHistory) {
            answer.append("; ").append(CLIENT_WITHOUT_HISTORY);
        }
        if (ownWindowBits > 0) {
            answer.append("; ").append(SERVER_WINDOW).append('=').append(ownWindowBits);
        }
        return answer.toString();
    }

    /**
     * The client's view of the answer to its {@link #offer}.
     *
     * @param lines of the server's header
     * @return null if the server doesn't compress
     * @throws IllegalArgumentException if the answer is none to the offer
     */
    static @Nullable PerMessageDeflate agreed(List<String> lines, Compression compression) {
        List<Extension> chosen = Extension.parse(lines).orElseThrow(IllegalArgumentException::new);
        if (chosen.isEmpty()) {
            return null;
        }
        Map<String, String> parameters = chosen.get(0).parameters();
        if (compression == Compression.NONE
                || chosen.size() > 1
                || !isRight(chosen.get(0))
                || "".equals(parameters.get(CLIENT_WINDOW))) {
            throw new IllegalArgumentException();
        }
        return new PerMessageDeflate(
                windowIn(parameters, CLIENT_WINDOW),
                !parameters.containsKey(SERVER_WITHOUT_HISTORY));
    }

    /** Whether it is this extension, with known parameters, once each, and good values. */
    private static boolean isRight(Extension extension) {
        return extension.name().equals(NAME)
                && extension.parameters().entrySet().stream()
                        .allMatch(parameter -> isRight(parameter.getKey(), parameter.getValue()));
    }

    private static boolean isRight(String parameter, String value) {
        return switch (parameter) {
            case SERVER_WITHOUT_HISTORY, CLIENT_WITHOUT_HISTORY -> value.isEmpty();
            case SERVER_WINDOW -> WINDOW.matcher(value).matches();
            // In an offer it may stand without a value: the client knows the parameter.
            case CLIENT_WINDOW -> value.isEmpty() || WINDOW.matcher(value).matches();
            default -> false;
        };
    }

    private static int windowIn(Map<String, String> parameters, String name) {
        String bits = parameters.get(name);
        return bits == null ? 0 : Integer.parseInt(bits);
    }

    /** Whether this side may send a message of this size compressed. */
    public boolean allows(int messageBytes) {
        return ownWindowBits == 0
                || ownWindowBits == LARGEST_WINDOW
                || messageBytes <= 1 << ownWindowBits;
    }

    void attachTo(Channel channel) {
        channel.attr(KEY).set(this);
    }

    /** Of a channel that is open to messages; null if its messages are not compressed. */
    public static @Nullable PerMessageDeflate of(Channel channel) {
        return channel.attr(KEY).get();
    }
}
