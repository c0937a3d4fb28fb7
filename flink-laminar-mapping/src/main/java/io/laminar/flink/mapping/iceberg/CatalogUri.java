// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The catalog that a {@code catalog_uri} means.
 *
 * @param properties of Iceberg's catalog that follow from it
 */
record CatalogUri(Kind kind, Map<String, String> properties) {

    enum Kind {
        REST,
        GLUE,
        HIVE,
        HADOOP
    }

    /** {@code https://glue.us-east-1.amazonaws.com}; Glue's own REST catalog has a path. */
    private static final Pattern GLUE =
            Pattern.compile("https://glue(?:-fips)?\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/?");

    private static final Set<String> FILE_SYSTEMS =
            Set.of("file", "hdfs", "s3a", "abfs", "abfss", "gs");

    static final String S3_FILE_IO = "org.apache.iceberg.aws.s3.S3FileIO";

    /** Empty if it means none. */
    static Optional<CatalogUri> of(String text) {
        Matcher glue = GLUE.matcher(text);
        if (glue.matches()) {
            return Optional.of(
                    new CatalogUri(
                            Kind.GLUE,
                            Map.of(
                                    "catalog-impl",
                                    "org.apache.iceberg.aws.glue.GlueCatalog",
                                    "client.region",
                                    glue.group(1),
                                    "io-impl",
                                    S3_FILE_IO)));
        }
        if (text.startsWith("/")) {
            return Optional.of(hadoop(text));
        }
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (scheme.equals("thrift")) {
            return Optional.of(
                    new CatalogUri(Kind.HIVE, Map.of("catalog-type", "hive", "uri", text)));
        }
        if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
            return Optional.of(
                    new CatalogUri(Kind.REST, Map.of("catalog-type", "rest", "uri", text)));
        }
        return FILE_SYSTEMS.contains(scheme) ? Optional.of(hadoop(text)) : Optional.empty();
    }

    private static CatalogUri hadoop(String folder) {
        return new CatalogUri(Kind.HADOOP, Map.of("catalog-type", "hadoop", "warehouse", folder));
    }
}
