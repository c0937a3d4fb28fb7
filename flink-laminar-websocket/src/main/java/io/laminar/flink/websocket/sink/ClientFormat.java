// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializationSchema;

/**
 * A further format of a sink's messages, which a client may ask for when it subscribes.
 *
 * @param name as the client writes it
 * @param serializer called on the task's thread, and a copy of it on the network thread for records
 *     that were kept; a null is no message in this format. Where the sink's own serializer makes no
 *     message of a record, there is none in any format.
 * @param isJson whether a message is a JSON value, which an envelope can hold as it is
 */
@PublicEvolving
public record ClientFormat<T>(String name, SerializationSchema<T> serializer, boolean isJson)
        implements Serializable {}
