// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.secret;

import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;

/** Makes text safe to print. */
@Internal
public final class Redacted {

    /** {@code //user:password@}: the password, which may hold any character but '/' and '@'. */
    private static final Pattern USER_INFO = Pattern.compile("(//[^/@:\\s]*:)[^/@\\s]*(?=@)");

    /** {@code password=…}, {@code 'token' = '…'} and the like: URI query, keyword form, DDL. */
    private static final Pattern SECRET_PARAMETER =
            Pattern.compile(
                    "(?i)((?:password|passwd|secret|token|auth|authorization|api[-_]?key"
                            + "|access[-_]?key|signature)['\"]?\\s*=\\s*)"
                            + "('(?:[^']|'')*'|[^&\\s'\"]*)");

    private Redacted() {}

    /** The text with every password in a URI or a {@code key=value} pair replaced by stars. */
    public static String text(String text) {
        String withoutUserInfo = USER_INFO.matcher(text).replaceAll("$1***");
        return SECRET_PARAMETER.matcher(withoutUserInfo).replaceAll("$1***");
    }
}
