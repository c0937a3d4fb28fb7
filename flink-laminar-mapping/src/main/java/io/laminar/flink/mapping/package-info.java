/**
 * How the documented options of a connector become those of the official one, which does the work:
 * rules as data, the reading of a table by them, and the documentation that is made of them.
 */
@NullMarked
package io.laminar.flink.mapping;

import org.jspecify.annotations.NullMarked;
