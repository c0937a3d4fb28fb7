// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.sdk.secret.SecretText;
import java.io.Serializable;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * How a server that can replay learns where to go on.
 *
 * @param field of the records, which are JSON objects; its value is the cursor
 * @param message sent in place of the last subscription once there is a cursor, which stands in it
 *     as <code>${last}</code>; null if only the URL holds it
 */
@Internal
public record Resume(String field, @Nullable SecretText message) implements Serializable {

    /**
     * As the user wrote it.
     *
     * @throws IllegalArgumentException if the field is empty, or the message has no place for the
     *     cursor
     */
    public static Resume of(String field, @Nullable String message) {
        if (message != null && !CursorTemplate.hasPlace(message)) {
            throw new IllegalArgumentException(SourceErrors.resumeMessageWithoutLast());
        }
        return new Resume(field, message == null ? null : SecretText.of(message));
    }

    public Resume {
        if (field.isEmpty()) {
            throw new IllegalArgumentException(SourceErrors.emptyField("resume.field"));
        }
    }
}
