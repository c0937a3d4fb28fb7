// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping;

import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.DynamicTableFactory;

/**
 * The connector that does the work. Users bring its jar; it is looked up only when a table needs
 * it.
 *
 * @param identifier its own {@code 'connector'}
 * @param factoryClass whose constructor without arguments makes its table factory: looking it up by
 *     the identifier could find another one of the same name
 * @param jar artifact and version, for who does not have it
 */
@Internal
public record OfficialConnector(String identifier, String factoryClass, String jar) {

    /**
     * A new factory of that connector.
     *
     * @param connector ours, for the message
     * @param kind of tables that it has to make
     * @param classLoader that knows the user's jars
     * @throws ValidationException if the jar is missing, or is not the one that we know
     */
    public <F extends DynamicTableFactory> F factory(
            String connector, Class<F> kind, ClassLoader classLoader) {
        try {
            return kind.cast(
                    Class.forName(factoryClass, true, classLoader)
                            .getDeclaredConstructor()
                            .newInstance());
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw new ValidationException(
                    String.format(
                            "Connector '%s' needs the official connector '%s', which is not on the"
                                    + " class path: put %s into Flink's lib folder, or name it in"
                                    + " ADD JAR.",
                            connector, identifier, jar),
                    e);
        }
    }
}
