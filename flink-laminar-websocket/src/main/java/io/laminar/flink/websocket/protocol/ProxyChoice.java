// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By which proxy a server is reached: the one that the user has set, for every server; otherwise
 * what the environment of this process says, as for curl: {@code https_proxy} or {@code
 * HTTPS_PROXY} for TLS, {@code http_proxy} without, unless {@code no_proxy} or {@code NO_PROXY}
 * names the server.
 *
 * @param configured null for what the environment says
 * @param environment value of a variable, or null
 */
record ProxyChoice(@Nullable ProxyUrl configured, Function<String, @Nullable String> environment) {

    /**
     * Empty for a direct connection.
     *
     * @throws IllegalArgumentException if a variable names no proxy
     */
    Optional<ProxyUrl> of(boolean secure, String host) {
        if (configured != null) {
            return Optional.of(configured);
        }
        // Upper-case HTTP_PROXY is left alone: a CGI server sets it from a client's header.
        Stream<String> variables =
                secure ? Stream.of("https_proxy", "HTTPS_PROXY") : Stream.of("http_proxy");
        return variables
                .flatMap(
                        variable ->
                                value(variable)
                                        .map(value -> ProxyUrl.ofEnvironment(variable, value))
                                        .stream())
                .findFirst()
                .filter(proxy -> !isExempt(host.toLowerCase(Locale.ROOT)));
    }

    private boolean isExempt(String host) {
        return Stream.of("no_proxy", "NO_PROXY")
                .flatMap(variable -> value(variable).stream())
                .limit(1)
                .flatMap(list -> Stream.of(list.toLowerCase(Locale.ROOT).split("[,\\s]+")))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> entry.equals("*") || isIn(host, domain(entry)));
    }

    private static String domain(String entry) {
        return entry.replaceFirst("^(\\*?\\.)", "").replaceAll("[\\[\\]]", "");
    }

    private static boolean isIn(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }

    private Optional<String> value(String variable) {
        return Optional.ofNullable(environment.apply(variable)).filter(text -> !text.isBlank());
    }
}
