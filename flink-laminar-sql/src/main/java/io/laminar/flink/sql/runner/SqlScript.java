// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * A script: its statements in order, each with its place in the file.
 *
 * <p>Statements end with {@code ;}, the last one may do without. A {@code ;} in quotes or in a
 * comment ends nothing, and {@code … STATEMENT SET BEGIN … END} is one statement. Immutable.
 */
@Internal
public final class SqlScript {

    private final String fileName;
    private final List<SqlStatement> statements;

    private SqlScript(String fileName, List<SqlStatement> statements) {
        this.fileName = fileName;
        this.statements = List.copyOf(statements);
    }

    /**
     * Splits a script.
     *
     * @param fileName how errors name the script
     * @throws ScriptException if it has no statement, or a quote, comment or statement set that
     *     does not end
     */
    public static SqlScript parse(String text, String fileName) {
        List<SqlStatement> statements = new StatementSplitter(text, fileName).split();
        if (statements.isEmpty()) {
            throw ScriptErrors.noStatement(fileName);
        }
        return new SqlScript(fileName, statements);
    }

    /**
     * Reads and splits a file in UTF-8.
     *
     * @throws ScriptException as {@link #parse}, and if the file can't be read
     */
    public static SqlScript read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (CharacterCodingException e) {
            throw ScriptErrors.notUtf8(file, e);
        } catch (IOException e) {
            throw ScriptErrors.unreadable(file, e);
        }
    }

    public String fileName() {
        return fileName;
    }

    public List<SqlStatement> statements() {
        return statements;
    }
}
