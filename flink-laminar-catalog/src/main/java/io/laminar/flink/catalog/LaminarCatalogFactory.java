// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import static io.laminar.flink.catalog.LaminarCatalogOptions.DEFAULT_DATABASE;
import static io.laminar.flink.catalog.LaminarCatalogOptions.DELEGATE;
import static io.laminar.flink.catalog.LaminarCatalogOptions.SCHEMA_DETECTION;
import static io.laminar.flink.catalog.LaminarCatalogOptions.SCHEMA_SAMPLE_SIZE;
import static io.laminar.flink.catalog.LaminarCatalogOptions.SCHEMA_SAMPLE_TIMEOUT;
import static io.laminar.flink.catalog.LaminarCatalogOptions.STORE;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.sdk.schema.SchemaDetector.Sampling;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.CommonCatalogOptions;
import org.apache.flink.table.catalog.GenericInMemoryCatalog;
import org.apache.flink.table.factories.CatalogFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** Makes catalogs of {@code 'type' = 'laminar'}. */
@Internal
public final class LaminarCatalogFactory implements CatalogFactory {

    public static final String IDENTIFIER = "laminar";

    private static final String DELEGATE_PREFIX = DELEGATE.key() + ".";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    /** None: {@link OptionReader} reports what is missing in our words, all together. */
    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return new HashSet<>(LaminarCatalogOptions.OF_CATALOG);
    }

    @Override
    public Catalog createCatalog(Context context) {
        OptionReader options =
                OptionReader.of("Catalog '" + context.getName() + "'", context.getOptions());
        Set<ConfigOption<?>> known = optionalOptions();
        known.add(CommonCatalogOptions.CATALOG_TYPE);
        known.add(FactoryUtil.PROPERTY_VERSION);
        Optional<String> delegate = options.find(DELEGATE);
        options.checkKeys(known, delegate.isPresent() ? Set.of(DELEGATE_PREFIX) : Set.of());
        String defaultDatabase = options.get(DEFAULT_DATABASE);
        Optional<String> store = options.find(STORE);
        if (store.isPresent() && delegate.isPresent()) {
            options.problem(CatalogErrors.STORE_AND_DELEGATE);
        }
        boolean detects = options.get(SCHEMA_DETECTION);
        int sampleSize = options.get(SCHEMA_SAMPLE_SIZE);
        Duration sampleTimeout = options.get(SCHEMA_SAMPLE_TIMEOUT);
        if (sampleSize < 1) {
            options.problem(CatalogErrors.badSampleSize(sampleSize));
        }
        options.throwProblems();

        Catalog storage;
        if (delegate.isPresent()) {
            storage = createDelegate(context, delegate.get());
        } else if (store.isPresent()) {
            storage =
                    new FileStoreCatalog(context.getName(), defaultDatabase, new Path(store.get()));
        } else {
            storage = new GenericInMemoryCatalog(context.getName(), defaultDatabase);
        }
        return new LaminarCatalog(
                context.getName(),
                storage,
                new SchemaCompletion(
                        detects,
                        new Sampling(sampleSize, sampleTimeout),
                        context.getConfiguration(),
                        context.getClassLoader()));
    }

    private static Catalog createDelegate(Context context, String type) {
        Map<String, String> options = new HashMap<>();
        context.getOptions()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(DELEGATE_PREFIX)) {
                                options.put(key.substring(DELEGATE_PREFIX.length()), value);
                            }
                        });
        options.put(CommonCatalogOptions.CATALOG_TYPE.key(), type);
        return FactoryUtil.createCatalog(
                context.getName(), options, context.getConfiguration(), context.getClassLoader());
    }
}
