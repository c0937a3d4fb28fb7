// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** The warnings and errors of one class, until it is closed. */
public final class CapturedLog implements AutoCloseable {

    private final Logger logger;
    private final Lines lines = new Lines();

    CapturedLog(Class<?> source) {
        this.logger = (Logger) LogManager.getLogger(source);
    }

    public static CapturedLog of(Class<?> source) {
        CapturedLog log = new CapturedLog(source);
        log.start();
        return log;
    }

    void start() {
        lines.start();
        logger.addAppender(lines);
    }

    /** So far. */
    public List<String> texts() {
        return List.copyOf(lines.texts);
    }

    @Override
    public void close() {
        logger.removeAppender(lines);
    }

    private static final class Lines extends AbstractAppender {

        private final List<String> texts = new CopyOnWriteArrayList<>();

        Lines() {
            super("lines", null, null, /* ignoreExceptions= */ false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            texts.add(event.getMessage().getFormattedMessage());
        }
    }
}
