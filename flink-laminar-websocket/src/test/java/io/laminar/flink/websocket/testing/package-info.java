/** Peers and harnesses for the tests of this module. */
@NullMarked
package io.laminar.flink.websocket.testing;

import org.jspecify.annotations.NullMarked;
