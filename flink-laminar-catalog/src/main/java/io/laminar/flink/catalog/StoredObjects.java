// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.CatalogDatabaseImpl;
import org.apache.flink.table.catalog.CatalogFunction;
import org.apache.flink.table.catalog.CatalogFunctionImpl;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.CatalogView;
import org.apache.flink.table.catalog.FunctionLanguage;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedCatalogView;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.resource.ResourceType;
import org.apache.flink.table.resource.ResourceUri;

/** What a catalog keeps, as properties and back. Those of a table are Flink's own. */
final class StoredObjects {

    private static final String COMMENT = "comment";
    private static final String OPTION = "option.";
    private static final String VIEW_ORIGINAL_QUERY = "view.original-query";
    private static final String VIEW_EXPANDED_QUERY = "view.expanded-query";
    private static final String FUNCTION_CLASS = "function.class";
    private static final String FUNCTION_LANGUAGE = "function.language";
    private static final String FUNCTION_RESOURCE = "function.resource.";

    private StoredObjects() {}

    static Map<String, String> properties(CatalogDatabase database) {
        Map<String, String> properties = new HashMap<>();
        database.getProperties().forEach((key, value) -> properties.put(OPTION + key, value));
        properties.put(COMMENT, Objects.requireNonNullElse(database.getComment(), ""));
        return properties;
    }

    static CatalogDatabase database(Map<String, String> properties) {
        return new CatalogDatabaseImpl(
                behind(OPTION, properties), properties.getOrDefault(COMMENT, ""));
    }

    /**
     * Of a table or a view.
     *
     * @throws CatalogException if it is of another kind
     */
    static Map<String, String> properties(CatalogBaseTable table) {
        if (table instanceof ResolvedCatalogTable resolved) {
            return resolved.toProperties();
        }
        if (table instanceof ResolvedCatalogView view) {
            // A view has the columns of a table, and no properties of Flink's own in each version.
            Map<String, String> properties =
                    new HashMap<>(
                            new ResolvedCatalogTable(
                                            CatalogTable.newBuilder()
                                                    .schema(view.getUnresolvedSchema())
                                                    .comment(view.getComment())
                                                    .options(view.getOptions())
                                                    .build(),
                                            view.getResolvedSchema())
                                    .toProperties());
            properties.put(VIEW_ORIGINAL_QUERY, view.getOriginalQuery());
            properties.put(VIEW_EXPANDED_QUERY, view.getExpandedQuery());
            return properties;
        }
        throw new CatalogException(CatalogErrors.notStorable(table.getTableKind().name()));
    }

    static CatalogBaseTable table(Map<String, String> properties) {
        Map<String, String> ofTable = new HashMap<>(properties);
        String originalQuery = ofTable.remove(VIEW_ORIGINAL_QUERY);
        String expandedQuery = ofTable.remove(VIEW_EXPANDED_QUERY);
        CatalogTable table = CatalogTable.fromProperties(ofTable);
        if (originalQuery == null || expandedQuery == null) {
            return table;
        }
        Schema schema = table.getUnresolvedSchema();
        return CatalogView.of(
                schema, table.getComment(), originalQuery, expandedQuery, table.getOptions());
    }

    static Map<String, String> properties(CatalogFunction function) {
        Map<String, String> properties = new HashMap<>();
        properties.put(FUNCTION_CLASS, function.getClassName());
        properties.put(FUNCTION_LANGUAGE, function.getFunctionLanguage().name());
        for (ResourceUri resource : function.getFunctionResources()) {
            properties.put(
                    FUNCTION_RESOURCE + resource.getUri(), resource.getResourceType().name());
        }
        return properties;
    }

    static CatalogFunction function(Map<String, String> properties) {
        List<ResourceUri> resources =
                behind(FUNCTION_RESOURCE, properties).entrySet().stream()
                        .map(
                                resource ->
                                        new ResourceUri(
                                                ResourceType.valueOf(resource.getValue()),
                                                resource.getKey()))
                        .toList();
        return new CatalogFunctionImpl(
                Objects.requireNonNull(properties.get(FUNCTION_CLASS)),
                FunctionLanguage.valueOf(properties.get(FUNCTION_LANGUAGE)),
                resources);
    }

    private static Map<String, String> behind(String prefix, Map<String, String> properties) {
        Map<String, String> rest = new HashMap<>();
        properties.forEach(
                (key, value) -> {
                    if (key.startsWith(prefix)) {
                        rest.put(key.substring(prefix.length()), value);
                    }
                });
        return rest;
    }
}
