// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

/** The demo can't go on; the message is for its user. */
final class DemoException extends Exception {

    DemoException(String message) {
        super(message);
    }
}
