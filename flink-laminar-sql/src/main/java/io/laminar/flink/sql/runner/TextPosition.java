// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

/** A place in a text: line and column, both from 1. */
record TextPosition(int line, int column) {

    static TextPosition of(String text, int offset) {
        int line = 1;
        int lineStart = 0;
        for (int newline = text.indexOf('\n');
                newline >= 0 && newline < offset;
                newline = text.indexOf('\n', newline + 1)) {
            line++;
            lineStart = newline + 1;
        }
        return new TextPosition(line, offset - lineStart + 1);
    }

    /** This place, which is relative to a statement, as a place in the statement's script. */
    TextPosition within(SqlStatement statement) {
        return line == 1
                ? new TextPosition(statement.line(), statement.column() + column - 1)
                : new TextPosition(statement.line() + line - 1, column);
    }
}
