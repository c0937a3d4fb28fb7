// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.secret;

import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.GlobalConfiguration;

/** Tells options whose value is a secret by their key. */
@Internal
public final class SecretKeys {

    /** Beside those that Flink hides: whole words, and headers of whatever name. */
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i)(?:^|.*[-._])(?:auth|authorization|credentials?|passwd|passphrase"
                            + "|api[-_.]?key|access[-_.]?key(?:[-_.]?id)?|private[-_.]?key"
                            + "|signature)|headers(?:\\..*)?");

    private SecretKeys() {}

    /** Whether nobody should be shown what is written for this key. */
    public static boolean isSecret(String key) {
        return GlobalConfiguration.isSensitive(key) || SECRET.matcher(key).matches();
    }
}
