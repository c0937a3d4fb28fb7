// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

/** What a client asked for can't be done. The message is a sentence for its author. */
final class RequestException extends Exception {

    private static final long serialVersionUID = 1L;

    RequestException(String sentence) {
        super(sentence);
    }
}
