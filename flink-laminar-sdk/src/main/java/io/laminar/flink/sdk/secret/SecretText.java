// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.secret;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;

/**
 * An option value that is secret or holds secrets, with references {@code ${env:NAME}} and {@code
 * ${file:/path}} still unresolved.
 *
 * <p>It travels in the job graph as written, so that a reference is resolved on the machine that
 * opens the connection; {@link #toString()} never shows the value. Immutable.
 */
@Internal
public final class SecretText implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

    /** Shorter than every reference. */
    private static final String MASK = "xxxxxxxx";

    /** A reference that is the port: in a URI before its path, query or end, or a keyword. */
    private static final Pattern PORT =
            Pattern.compile("(?<=:|\\bport\\s{0,9}=\\s{0,9}'?)" + REFERENCE + "(?=[/?'\\s]|$)");

    private final String template;

    private SecretText(String template) {
        this.template = template;
    }

    /** The value as the user wrote it. */
    public static SecretText of(String template) {
        return new SecretText(template);
    }

    /** Whether nothing has to be looked up: the secret itself stands in the table's options. */
    public boolean isLiteral() {
        return !REFERENCE.matcher(template).find();
    }

    /** Whether a secret stands written out in a URI or a {@code key=value} pair of the value. */
    public boolean holdsPlainSecret() {
        return !redacted().equals(withStars());
    }

    /** The value with stars for each reference, and for each secret that is written out. */
    public String redacted() {
        return Redacted.text(withStars());
    }

    private String withStars() {
        return REFERENCE.matcher(template).replaceAll("***");
    }

    /**
     * The value with every reference replaced: environment variables of this process, contents of
     * files (UTF-8, without the line break at the end) of this machine.
     *
     * @throws UnresolvedSecretException if a variable is not set or a file can't be read
     */
    public String resolve() {
        return resolve(Encoding.NONE);
    }

    /**
     * As {@link #resolve()}, for a value that is a connection URI or libpq's keyword form: a
     * resolved part is escaped as its place demands, so that a secret may hold any character. A
     * value that is one reference and nothing else is taken as it is found.
     */
    public String resolveConnection() {
        if (REFERENCE.matcher(template).matches()) {
            return resolve();
        }
        return resolve(template.contains("://") ? Encoding.URI_COMPONENT : Encoding.KEYWORD_VALUE);
    }

    /**
     * A connection as {@link #resolveConnection()} may give it, for checks where its references
     * lead nowhere: each is masked by as many letters, or by a valid number where the port is.
     * Empty if the value begins with a reference, which may be anything up to the whole connection.
     */
    public Optional<String> maskedConnection() {
        if (REFERENCE.matcher(template).lookingAt()) {
            return Optional.empty();
        }
        String portMasked =
                PORT.matcher(template)
                        .replaceAll(port -> "0".repeat(port.group().length() - 1) + "1");
        return Optional.of(
                REFERENCE
                        .matcher(portMasked)
                        .replaceAll(reference -> "x".repeat(reference.group().length())));
    }

    /** Whether a part of {@link #maskedConnection()} stands for what is not known. */
    public static boolean isMasked(String part) {
        return part.contains(MASK);
    }

    private String resolve(Encoding encoding) {
        Matcher matcher = REFERENCE.matcher(template);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String value = lookUp(matcher.group(1), matcher.group(2));
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(encoding.apply(value)));
        }
        return matcher.appendTail(resolved).toString();
    }

    private static String lookUp(String kind, String name) {
        if (kind.equals("env")) {
            String value = System.getenv(name);
            if (value == null) {
                throw new UnresolvedSecretException(
                        String.format(
                                "The environment variable '%s', which '${env:%s}' refers to, is not"
                                        + " set in this process. Set it on every task manager and"
                                        + " where the statement is planned.",
                                name, name),
                        null);
            }
            return value;
        }
        try {
            return Files.readString(Path.of(name)).stripTrailing();
        } catch (IOException e) {
            throw new UnresolvedSecretException(
                    String.format(
                            "The file '%s', which '${file:%s}' refers to, can't be read on this"
                                    + " machine. Put it on every task manager and where the"
                                    + " statement is planned.",
                            name, name),
                    e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretText text && text.template.equals(template);
    }

    @Override
    public int hashCode() {
        return template.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }

    private enum Encoding {
        NONE {
            @Override
            String apply(String value) {
                return value;
            }
        },
        URI_COMPONENT {
            @Override
            String apply(String value) {
                return PercentEncoding.encode(value);
            }
        },
        KEYWORD_VALUE {
            @Override
            String apply(String value) {
                return value.replaceAll("([\\\\'\\s])", "\\\\$1");
            }
        };

        abstract String apply(String value);
    }
}
