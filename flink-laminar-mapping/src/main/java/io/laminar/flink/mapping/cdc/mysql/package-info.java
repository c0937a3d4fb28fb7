/** Changes of MySQL and MariaDB tables: the official connector by our options, checked first. */
@NullMarked
package io.laminar.flink.mapping.cdc.mysql;

import org.jspecify.annotations.NullMarked;
