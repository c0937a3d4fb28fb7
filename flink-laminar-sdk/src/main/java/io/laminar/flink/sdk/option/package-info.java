/**
 * Reading and checking of the options of a table: one set of rules, one wording for all connectors.
 */
@NullMarked
package io.laminar.flink.sdk.option;

import org.jspecify.annotations.NullMarked;
