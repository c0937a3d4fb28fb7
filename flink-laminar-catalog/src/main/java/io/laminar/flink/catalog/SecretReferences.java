// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import io.laminar.flink.sdk.secret.PercentEncoding;
import io.laminar.flink.sdk.secret.Redacted;
import io.laminar.flink.sdk.secret.SecretKeys;
import io.laminar.flink.sdk.secret.SecretText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectPath;

/**
 * Shows the options of a table with {@code ${secret:database.table/option}} in the place of each
 * secret, and takes them back.
 *
 * <p>Flink asks a catalog in one way for a table that {@code SHOW CREATE} prints and for one that a
 * job reads, so what it is given must be fit to be seen by all. A reference says whose secret it
 * is, so that {@code LIKE}, {@code ALTER TABLE} and a compiled plan may carry it along.
 */
final class SecretReferences {

    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{secret:([^./}]*)\\.([^./}]*)/([^}]*)}");

    private static final String STARS = "***";

    private final Function<ObjectPath, Optional<Map<String, String>>> keptOptions;

    /**
     * For one catalog.
     *
     * @param keptOptions those of one of its tables as they were written
     */
    SecretReferences(Function<ObjectPath, Optional<Map<String, String>>> keptOptions) {
        this.keptOptions = keptOptions;
    }

    /** The table as it may be shown. */
    CatalogTable hide(ObjectPath path, CatalogTable table) {
        Map<String, String> options = new HashMap<>(table.getOptions());
        options.replaceAll((key, value) -> hide(path, key, value));
        return table.copy(options);
    }

    private static String hide(ObjectPath path, String key, String value) {
        if (!SecretText.of(value).isLiteral()) {
            return value;
        }
        String reference =
                String.format(
                        "${secret:%s.%s/%s}",
                        encode(path.getDatabaseName()), encode(path.getObjectName()), encode(key));
        return SecretKeys.isSecret(key)
                ? reference
                : Redacted.text(value).equals(value)
                        ? value
                        : Redacted.text(value).replace(STARS, reference);
    }

    /**
     * The options with all secrets in them.
     *
     * @throws ValidationException if a reference is to nothing that this catalog keeps
     */
    Map<String, String> reveal(Map<String, String> shown) {
        Map<String, String> options = new HashMap<>(shown);
        options.replaceAll(this::reveal);
        return options;
    }

    private String reveal(String key, String value) {
        Matcher reference = REFERENCE.matcher(value);
        if (!reference.find()) {
            return value;
        }
        String option = PercentEncoding.decode(reference.group(3));
        ObjectPath path =
                new ObjectPath(
                        PercentEncoding.decode(reference.group(1)),
                        PercentEncoding.decode(reference.group(2)));
        String secret = keptOptions.apply(path).map(options -> options.get(option)).orElse(null);
        if (secret == null) {
            throw new ValidationException(CatalogErrors.unknownSecret(key, reference.group()));
        }
        return secret;
    }

    /**
     * For a table that no catalog keeps.
     *
     * @throws ValidationException if there is a reference
     */
    static void refuse(Map<String, String> options) {
        options.forEach(
                (key, value) -> {
                    Matcher reference = REFERENCE.matcher(value);
                    if (reference.find()) {
                        throw new ValidationException(
                                CatalogErrors.secretOfTemporaryTable(key, reference.group()));
                    }
                });
    }

    private static String encode(String name) {
        return PercentEncoding.encode(name).replace(".", "%2E");
    }
}
