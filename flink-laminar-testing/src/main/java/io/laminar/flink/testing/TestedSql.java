// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The SQL of a Markdown page that a test runs: blocks between {@code <!-- tested -->}, or {@code
 * <!-- tested: label -->}, and {@code <!-- /tested -->}.
 */
public final class TestedSql {

    private TestedSql() {}

    /** The blocks without a label, in the order of the page, as printed. */
    public static List<String> blocks(String markdown) {
        return find("<!-- tested -->", markdown);
    }

    /** The blocks with this label, in the order of the page, as printed. */
    public static List<String> blocks(String label, String markdown) {
        return find("<!-- tested: " + label + " -->", markdown);
    }

    private static List<String> find(String begin, String markdown) {
        return Pattern.compile(
                        Pattern.quote(begin) + "\n```sql\n(.*?)```\n<!-- /tested -->",
                        Pattern.DOTALL)
                .matcher(markdown)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }
}
