// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of a page of the documentation that is made from the code: a test holds it against the
 * code, so that the two can't drift.
 */
public final class GeneratedPart {

    private GeneratedPart() {}

    /**
     * What stands between {@code <!-- label -->} and {@code <!-- /label -->}, where the second one
     * repeats the label up to its colon.
     *
     * @param page file name in the folder of the documentation
     * @throws IOException if the page has no such part
     */
    public static String of(String page, String label) throws IOException {
        Path file = Path.of("..", "docs", page);
        String text = Files.readString(file);
        String begin = "<!-- " + label + " -->\n";
        int start = text.indexOf(begin);
        int end = text.indexOf("<!-- /" + label.split(":", 2)[0] + " -->", start);
        if (start < 0 || end < 0) {
            throw new IOException(
                    file + " has no part between '" + begin.strip() + "' and its end");
        }
        return text.substring(start + begin.length(), end);
    }
}
