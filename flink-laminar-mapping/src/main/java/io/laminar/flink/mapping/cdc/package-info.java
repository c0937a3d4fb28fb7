/**
 * What the connectors that read changes of a database share: connection, findings, the DDL's check.
 */
@NullMarked
package io.laminar.flink.mapping.cdc;

import org.jspecify.annotations.NullMarked;
