// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableConfig;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.bridge.java.internal.StreamTableEnvironmentImpl;
import org.apache.flink.table.api.internal.TableEnvironmentInternal;
import org.apache.flink.table.catalog.CatalogManager;
import org.apache.flink.table.catalog.CatalogStoreHolder;
import org.apache.flink.table.catalog.FunctionCatalog;
import org.apache.flink.table.catalog.GenericInMemoryCatalog;
import org.apache.flink.table.delegation.Executor;
import org.apache.flink.table.delegation.ExecutorFactory;
import org.apache.flink.table.delegation.Planner;
import org.apache.flink.table.factories.CatalogStoreFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.PlannerFactoryUtil;
import org.apache.flink.table.factories.TableFactoryUtil;
import org.apache.flink.table.module.ModuleManager;
import org.apache.flink.table.resource.ResourceManager;
import org.apache.flink.util.FlinkUserCodeClassLoaders;
import org.apache.flink.util.MutableURLClassLoader;
import org.jspecify.annotations.Nullable;

/**
 * What statements share: catalogs, functions, modules, added jars, and the settings that {@code
 * SET} changes.
 *
 * <p>As in Flink's SQL gateway, a table environment is made anew when a setting changes: some are
 * read only then, {@code execution.runtime-mode} among them. Not thread-safe.
 */
final class SqlSession implements AutoCloseable {

    private final FlinkTarget target;
    private final Configuration initial;
    private final Configuration settings;

    private final ResourceManager resourceManager;
    private final ModuleManager moduleManager = new ModuleManager();
    private final CatalogManager catalogManager;
    private final FunctionCatalog functionCatalog;

    private @Nullable TableEnvironmentInternal environment;

    SqlSession(FlinkTarget target) {
        this.target = target;
        initial = target.configuration();
        settings = new Configuration(initial);
        Configuration complete = target.complete(settings);
        MutableURLClassLoader classLoader =
                FlinkUserCodeClassLoaders.create(
                        new URL[0], SqlSession.class.getClassLoader(), complete);
        resourceManager = new ResourceManager(complete, classLoader);
        catalogManager = catalogManager(complete, classLoader);
        functionCatalog =
                new FunctionCatalog(
                        tableConfig(complete), resourceManager, catalogManager, moduleManager);
    }

    private static CatalogManager catalogManager(
            Configuration configuration, MutableURLClassLoader classLoader) {
        EnvironmentSettings names =
                EnvironmentSettings.newInstance().withConfiguration(configuration).build();
        CatalogStoreFactory storeFactory =
                TableFactoryUtil.findAndCreateCatalogStoreFactory(configuration, classLoader);
        storeFactory.open(
                TableFactoryUtil.buildCatalogStoreFactoryContext(configuration, classLoader));
        return CatalogManager.newBuilder()
                .classLoader(classLoader)
                .config(configuration)
                .defaultCatalog(
                        names.getBuiltInCatalogName(),
                        new GenericInMemoryCatalog(
                                names.getBuiltInCatalogName(), names.getBuiltInDatabaseName()))
                .catalogModificationListeners(
                        TableFactoryUtil.findCatalogModificationListenerList(
                                configuration, classLoader))
                .catalogStoreHolder(
                        CatalogStoreHolder.newBuilder()
                                .classloader(classLoader)
                                .config(configuration)
                                .catalogStore(storeFactory.createCatalogStore())
                                .factory(storeFactory)
                                .build())
                .build();
    }

    /** The settings in force, without the target's defaults. */
    Configuration settings() {
        return settings;
    }

    CatalogManager catalogs() {
        return catalogManager;
    }

    /** Changes a setting, if Flink can live with the value. */
    void set(String key, String value) {
        Optional<String> before = Optional.ofNullable(settings.toMap().get(key));
        settings.setString(key, value);
        try {
            environment = newEnvironment(settings);
        } catch (RuntimeException e) {
            before.ifPresentOrElse(
                    old -> settings.setString(key, old), () -> settings.removeKey(key));
            throw e;
        }
    }

    /** Sets a setting back to what the script started with. */
    void reset(String key) {
        settings.removeKey(key);
        String value = initial.toMap().get(key);
        if (value != null) {
            settings.setString(key, value);
        }
        environment = null;
    }

    /** Sets all settings back to what the script started with. */
    void resetAll() {
        settings.keySet().forEach(this::reset);
    }

    /** The environment that parses and runs what needs no job. */
    TableEnvironmentInternal environment() {
        if (environment == null) {
            environment = newEnvironment(settings);
        }
        return environment;
    }

    /**
     * An environment that submits jobs to the target.
     *
     * @param submission settings for these jobs alone: where to submit, what to restore
     */
    TableEnvironmentInternal environment(Configuration submission) {
        Configuration all = new Configuration(settings);
        all.addAll(submission);
        return newEnvironment(all);
    }

    private TableEnvironmentInternal newEnvironment(Configuration settings) {
        Configuration complete = target.complete(settings);
        ClassLoader classLoader = resourceManager.getUserClassLoader();
        StreamExecutionEnvironment execution =
                new StreamExecutionEnvironment(complete, classLoader);
        Executor executor = executor(execution, classLoader);
        TableConfig tableConfig = tableConfig(complete);
        FunctionCatalog functions = functionCatalog.copy(resourceManager);
        Planner planner =
                PlannerFactoryUtil.createPlanner(
                        executor,
                        tableConfig,
                        resourceManager.getUserClassLoader(),
                        moduleManager,
                        catalogManager,
                        functions);
        return new StreamTableEnvironmentImpl(
                catalogManager,
                moduleManager,
                resourceManager,
                functions,
                tableConfig,
                execution,
                planner,
                executor,
                EnvironmentSettings.newInstance()
                        .withConfiguration(complete)
                        .build()
                        .isStreamingMode());
    }

    private static TableConfig tableConfig(Configuration configuration) {
        TableConfig tableConfig = TableConfig.getDefault();
        tableConfig.setRootConfiguration(configuration);
        tableConfig.addConfiguration(configuration);
        return tableConfig;
    }

    /** The planner's executor; its factory's method for a given environment is not in its API. */
    private static Executor executor(
            StreamExecutionEnvironment execution, ClassLoader classLoader) {
        ExecutorFactory factory =
                FactoryUtil.discoverFactory(
                        classLoader, ExecutorFactory.class, ExecutorFactory.DEFAULT_IDENTIFIER);
        try {
            return (Executor)
                    factory.getClass()
                            .getMethod("create", StreamExecutionEnvironment.class)
                            .invoke(factory, execution);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new TableException("The planner on the class path is not Flink 1.20's.", e);
        }
    }

    @Override
    public void close() throws Exception {
        resourceManager.close();
        catalogManager.close();
    }
}
