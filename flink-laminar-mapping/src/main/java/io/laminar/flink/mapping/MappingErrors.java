// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping;

import java.util.List;

/** What users read when options of ours and of the official connector don't fit together. */
final class MappingErrors {

    private MappingErrors() {}

    static String missing(String key, String meaning) {
        return String.format("'%s' is missing: %s.", key, meaning);
    }

    static String writtenTwice(String key, String official) {
        return String.format("'%s' and '%s' are one option: write one of them.", key, official);
    }

    static String fixed(String official, String value, String reason) {
        return String.format("'%s' is always '%s' here: %s.", official, value, reason);
    }

    static String refused(String official, String instead) {
        return String.format("'%s' can't be written here: %s.", official, instead);
    }

    static String plainSecrets(List<String> keys) {
        return String.format(
                "as plain text in %s, for everyone who sees the statement. '${env:NAME}' or"
                        + " '${file:/path}' in its place keeps it out of there; the job graph holds"
                        + " it either way",
                String.join(", ", keys));
    }
}
