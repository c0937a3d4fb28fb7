// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** One line that is written over each second. */
final class TerminalProgress implements Progress {

    /** Back to the line's begin, and erase it (ECMA-48, EL). */
    private static final String NEW_LINE = "\r\u001b[K";

    private final PrintWriter out;

    TerminalProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public long intervalMillis() {
        return 1000;
    }

    @Override
    public void report(JobSnapshot snapshot) {
        out.print(NEW_LINE + line(snapshot));
        out.flush();
    }

    static String line(JobSnapshot snapshot) {
        Duration running = snapshot.running();
        return String.format(
                Locale.ROOT,
                "%s  %d:%02d:%02d  in %,d (%,.0f/s)  out %,d (%,.0f/s)  checkpoints %,d",
                snapshot.state(),
                running.toHours(),
                running.toMinutesPart(),
                running.toSecondsPart(),
                snapshot.recordsIn(),
                snapshot.recordsInPerSecond(),
                snapshot.recordsOut(),
                snapshot.recordsOutPerSecond(),
                snapshot.checkpoints());
    }

    @Override
    public void say(String sentence) {
        out.println(NEW_LINE + sentence);
        out.flush();
    }

    @Override
    public void end(JobSnapshot snapshot, String sentence) {
        report(snapshot);
        out.println();
        out.println(sentence);
        out.flush();
    }
}
