// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.connection;

import io.laminar.flink.sdk.secret.PercentEncoding;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * A database connection as users write it: {@code
 * postgresql://user:password@host:5432/db?key=value} or libpq's keyword form {@code host=localhost
 * dbname=mydb} (PostgreSQL documentation, "Connection Strings"). User, password and database are
 * percent-decoded; hosts may be IPv6 in brackets.
 *
 * <p>{@link #toString()} shows no password.
 *
 * @param parameters what follows the {@code ?}, or the keywords that name no other component; in
 *     the order written
 */
@Internal
public record ConnectionUri(
        String scheme,
        @Nullable String host,
        OptionalInt port,
        @Nullable String database,
        @Nullable String username,
        @Nullable String password,
        Map<String, String> parameters) {

    private static final Pattern KEYWORD =
            Pattern.compile(
                    "\\s*([A-Za-z_]+)\\s*=\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|((?:[^\\s\\\\]|\\\\.)*))\\s*");

    public ConnectionUri {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads either form.
     *
     * @param text with all secret references resolved
     * @param scheme what the URI has to start with, and the scheme of a keyword form
     * @throws IllegalArgumentException if the text is neither form; the message holds no password
     */
    public static ConnectionUri parse(String text, String scheme) {
        if (text.contains("://")) {
            return parseUri(text, scheme);
        }
        return parseKeywords(text, scheme);
    }

    private static ConnectionUri parseUri(String text, String scheme) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // The exception's own message quotes the input, and with it the password.
            throw new IllegalArgumentException(
                    String.format(
                            "The connection URI can't be parsed: %s at character %d. Percent-encode"
                                    + " special characters in user and password.",
                            e.getReason(), e.getIndex() + 1));
        }
        if (!scheme.equals(uri.getScheme()) && !isAlias(uri.getScheme(), scheme)) {
            throw new IllegalArgumentException(
                    String.format(
                            "The connection URI starts with '%s://', but must start with '%s://'.",
                            uri.getScheme(), scheme));
        }
        if (uri.getHost() == null && uri.getRawAuthority() != null) {
            throw new IllegalArgumentException(
                    "The connection URI has no valid 'host:port'. Percent-encode special characters"
                            + " in user and password; one host only.");
        }
        String userInfo = uri.getRawUserInfo();
        String user = null;
        String password = null;
        if (userInfo != null) {
            int colon = userInfo.indexOf(':');
            user = PercentEncoding.decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
            password = colon < 0 ? null : PercentEncoding.decode(userInfo.substring(colon + 1));
        }
        String path = uri.getRawPath();
        String database =
                path == null || path.length() <= 1
                        ? null
                        : PercentEncoding.decode(path.substring(1));
        Map<String, String> parameters = new LinkedHashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException(
                            "The connection URI has a parameter without a value: write '?key=value'.");
                }
                parameters.put(
                        PercentEncoding.decode(pair.substring(0, equals)),
                        PercentEncoding.decode(pair.substring(equals + 1)));
            }
        }
        return new ConnectionUri(
                scheme,
                withoutBrackets(uri.getHost()),
                uri.getPort() < 0 ? OptionalInt.empty() : OptionalInt.of(uri.getPort()),
                database,
                user,
                password,
                parameters);
    }

    private static ConnectionUri parseKeywords(String text, String scheme) {
        Map<String, String> words = new LinkedHashMap<>();
        Matcher matcher = KEYWORD.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new IllegalArgumentException(
                        String.format(
                                "The connection is neither a URI ('%s://user:password@host/db') nor"
                                        + " keywords ('host=localhost dbname=mydb'): see character"
                                        + " %d.",
                                scheme, end + 1));
            }
            String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            words.put(matcher.group(1), value.replaceAll("\\\\(.)", "$1"));
            end = matcher.end();
        }
        String host = words.remove("host");
        String port = words.remove("port");
        String database = words.remove("dbname");
        String user = words.remove("user");
        String password = words.remove("password");
        OptionalInt portNumber = OptionalInt.empty();
        if (port != null) {
            try {
                portNumber = OptionalInt.of(Integer.parseInt(port));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        String.format("The connection's port is '%s', not a number.", port), e);
            }
        }
        return new ConnectionUri(scheme, host, portNumber, database, user, password, words);
    }

    /** libpq takes {@code postgres://} for {@code postgresql://}. */
    private static boolean isAlias(@Nullable String written, String scheme) {
        return "postgres".equals(written) && scheme.equals("postgresql");
    }

    private static @Nullable String withoutBrackets(@Nullable String host) {
        return host != null && host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return String.format(
                "%s://%s%s%s/%s",
                scheme,
                username == null ? "" : username + (password == null ? "@" : ":***@"),
                host == null ? "" : host,
                port.isPresent() ? ":" + port.getAsInt() : "",
                database == null ? "" : database);
    }
}
