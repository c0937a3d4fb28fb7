// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.sink;

import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;

/**
 * A {@link Sink} whose one class file runs on Flink 1.20 and on 2.x.
 *
 * <p>Flink 1.20 keeps {@code createWriter(InitContext)} abstract although it calls {@link
 * #createWriter(org.apache.flink.api.connector.sink2.WriterInitContext)}; Flink 2.x removed the
 * method and its parameter type. The method is declared here and not in the sinks, because Java
 * serialization on 2.x looks at the methods of a serialized class and fails on the missing type,
 * but not at those of its interfaces.
 */
@Internal
public interface PortableSink<InputT> extends Sink<InputT> {

    /**
     * Never called: Flink 1.20 and 2.x both call the form that takes a {@code WriterInitContext}.
     */
    @Override
    @Deprecated
    default SinkWriter<InputT> createWriter(Sink.InitContext context) throws IOException {
        throw new UnsupportedOperationException(
                "Flink 1.20 and later create writers with a WriterInitContext.");
    }
}
