/**
 * The catalog in which the plain names of connectors mean ours, columns may be left out and secrets
 * are not shown.
 */
@NullMarked
package io.laminar.flink.catalog;

import org.jspecify.annotations.NullMarked;
