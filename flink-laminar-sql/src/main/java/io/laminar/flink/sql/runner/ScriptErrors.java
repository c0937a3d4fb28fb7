// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import io.laminar.flink.sdk.secret.Redacted;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.jspecify.annotations.Nullable;

/** What the runner tells its user. */
final class ScriptErrors {

    static final String COMMENT_WITHOUT_END = "This comment '/*' has no '*/'.";
    static final String STATEMENT_SET_WITHOUT_END =
            "This statement set has no 'END;' after its last statement's ';'.";

    static final String SET_WITHOUT_END = "This 'BEGIN STATEMENT SET;' has no 'END;'.";
    static final String END_WITHOUT_SET = "This 'END;' has no 'BEGIN STATEMENT SET;' before it.";
    static final String ONLY_INSERT_IN_SET =
            "Only INSERT INTO and CREATE TABLE … AS may stand between 'BEGIN STATEMENT SET;' and"
                    + " 'END;'.";
    static final String NO_PLANS =
            "A script can't run a compiled plan: it would be a second job. Use the plan's INSERT"
                    + " statements instead.";
    static final String NO_REPLACE_TABLE_AS =
            "A script can't have REPLACE TABLE … AS. Use DROP TABLE and CREATE TABLE … AS.";
    static final String GATEWAY_ONLY =
            "This statement needs Flink's SQL gateway; a script can't have it.";

    private static final int EXCERPT_LINES = 3;
    private static final int EXCERPT_COLUMNS = 100;

    private ScriptErrors() {}

    static ScriptException noStatement(String fileName) {
        return new ScriptException(
                fileName + ": The script has no statement. A statement ends with ';'.", null);
    }

    static ScriptException notUtf8(Path file, CharacterCodingException e) {
        return new ScriptException(file + ": The script is not valid UTF-8.", e);
    }

    static ScriptException unreadable(Path file, IOException e) {
        String problem =
                e instanceof NoSuchFileException
                        ? "There is no such file."
                        : "The script can't be read: " + Failure.headline(e) + ".";
        return new ScriptException(file + ": " + problem, e);
    }

    static String quoteWithoutEnd(char quote) {
        return "This quote " + quote + " is not closed.";
    }

    static ScriptException at(String fileName, TextPosition place, String problem) {
        return new ScriptException(
                String.format("%s:%d:%d: %s", fileName, place.line(), place.column(), problem),
                null);
    }

    /** Flink refused a statement. */
    static ScriptException refused(String fileName, SqlStatement statement, Throwable cause) {
        return inStatement(
                fileName,
                statement,
                Failure.place(cause).orElse(new TextPosition(1, 1)),
                Failure.describe(cause),
                cause);
    }

    /** The runner itself refuses a statement. */
    static ScriptException refusedByRunner(
            String fileName, SqlStatement statement, String problem) {
        return inStatement(fileName, statement, new TextPosition(1, 1), problem, null);
    }

    private static ScriptException inStatement(
            String fileName,
            SqlStatement statement,
            TextPosition placeInStatement,
            String problem,
            @Nullable Throwable cause) {
        TextPosition place = placeInStatement.within(statement);
        return new ScriptException(
                Redacted.text(
                        String.format(
                                "%s:%d:%d: %s\n%s",
                                fileName,
                                place.line(),
                                place.column(),
                                problem,
                                excerpt(statement))),
                cause);
    }

    static ScriptException notSubmitted(String fileName, Throwable cause) {
        return new ScriptException(
                Redacted.text(
                        fileName + ": The job could not be started: " + Failure.describe(cause)),
                cause);
    }

    static ScriptException embeddedNotStarted(Configuration configuration, Exception cause) {
        String problem = Failure.headline(cause);
        String mend =
                problem.contains("port")
                        ? " Stop what uses the port, or choose another (rest.port)."
                        : "";
        return new ScriptException(
                String.format(
                        "The embedded Flink could not start (%s:%s): %s.%s",
                        configuration.get(RestOptions.BIND_ADDRESS),
                        configuration.get(RestOptions.BIND_PORT),
                        problem,
                        mend),
                cause);
    }

    static ScriptException noTemporaryFolder(IOException e) {
        return new ScriptException(
                String.format(
                        "No temporary folder for checkpoints can be made in '%s': %s."
                                + " Set 'execution.checkpointing.dir'.",
                        System.getProperty("java.io.tmpdir"), Failure.headline(e)),
                e);
    }

    static ScriptException unreachable(URI flink, IOException e) {
        return new ScriptException(
                String.format(
                        "Nothing answers at %s: %s. Check that Flink's JobManager runs and that this"
                                + " is its REST address (rest.address, rest.port).",
                        flink, Failure.headline(e)),
                e);
    }

    /** Flink did not answer a question about a job, or refused what it was asked. */
    static String jobRequestFailed(URI flink, @Nullable Throwable cause) {
        return Redacted.text(
                String.format(
                        "Flink at %s: %s.",
                        flink, cause == null ? "no answer" : Failure.headline(cause)));
    }

    private static String excerpt(SqlStatement statement) {
        StringBuilder excerpt = new StringBuilder();
        String[] lines = statement.text().split("\n", -1);
        for (int i = 0; i < Math.min(lines.length, EXCERPT_LINES); i++) {
            String line = lines[i].stripTrailing();
            excerpt.append(i == 0 ? "  | " : "\n  | ")
                    .append(
                            line.length() > EXCERPT_COLUMNS
                                    ? line.substring(0, EXCERPT_COLUMNS) + "…"
                                    : line);
        }
        if (lines.length > EXCERPT_LINES) {
            excerpt.append("\n  | …");
        }
        return excerpt.toString();
    }
}
