/** Conformance to RFC 6455 and RFC 7692, judged by the Autobahn test suite. */
@NullMarked
package io.laminar.flink.websocket.autobahn;

import org.jspecify.annotations.NullMarked;
