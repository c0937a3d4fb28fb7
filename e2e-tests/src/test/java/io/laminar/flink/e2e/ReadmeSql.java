// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The SQL of a Markdown page that stands between {@code <!-- tested -->} and {@code <!-- /tested
 * -->}.
 */
final class ReadmeSql {

    private static final Pattern TESTED =
            Pattern.compile("<!-- tested -->\n```sql\n(.*?)```\n<!-- /tested -->", Pattern.DOTALL);

    private ReadmeSql() {}

    /** The blocks in the order of the page, as printed. */
    static List<String> blocks(String markdown) {
        return TESTED.matcher(markdown)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }
}
