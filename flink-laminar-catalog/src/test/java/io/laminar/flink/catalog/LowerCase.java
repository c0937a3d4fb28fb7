// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import java.util.Locale;
import org.apache.flink.table.functions.ScalarFunction;

/** A function of a user. */
public final class LowerCase extends ScalarFunction {

    public String eval(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
