// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.cluster;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;

/**
 * One cluster of each Flink version for all tests, started when the first one asks, closed after
 * the last.
 */
final class SharedClusters implements ArgumentsProvider {

    private static final Namespace NAMESPACE = Namespace.create(SharedClusters.class);

    @Override
    public Stream<? extends Arguments> provideArguments(ExtensionContext context) {
        boolean needsConnectors =
                context.getRequiredTestMethod().isAnnotationPresent(OnFlinkWithConnectors.class);
        return (needsConnectors
                        ? Stream.of(FlinkDistribution.withConnectors())
                        : FlinkDistribution.all().stream())
                .map(flink -> Arguments.of(reset(cluster(flink, context))));
    }

    private static StandaloneCluster cluster(FlinkDistribution flink, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(flink, SharedClusters::start, Resource.class)
                .cluster();
    }

    private static Resource start(FlinkDistribution flink) {
        try {
            return new Resource(StandaloneCluster.start(flink, BuildProperty.path("e2e.jar")));
        } catch (Exception e) {
            throw new IllegalStateException("No cluster of Flink " + flink.version(), e);
        }
    }

    private static StandaloneCluster reset(StandaloneCluster cluster) {
        try {
            cluster.reset();
            return cluster;
        } catch (Exception e) {
            throw new IllegalStateException("What the test before left can't be undone", e);
        }
    }

    private record Resource(StandaloneCluster cluster) implements CloseableResource {
        @Override
        public void close() {
            cluster.close();
        }
    }
}
