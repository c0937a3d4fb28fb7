// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.option;

import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.data.RowData;

/**
 * Turns an element of a stream into the row that is written; its {@link RowData#getRowKind()} says
 * what becomes of it.
 *
 * <p>Called from the task's thread for one element after the other. The row is encoded before the
 * next call, so that one instance may be returned again and again.
 */
@PublicEvolving
@FunctionalInterface
public interface RowConverter<T> extends Serializable {

    /** The row of this element, of the row type that the sink was given. */
    RowData toRow(T element);
}
