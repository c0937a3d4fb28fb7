// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import io.laminar.flink.sdk.secret.PercentEncoding;
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
 * Shows the options of a table with {@code ${secret:catalog.database.table/option}} in the place of
 * each secret, and takes them back.
 *
 * <p>Flink asks a catalog in one way for a table that {@code SHOW CREATE} prints and for one that a
 * job reads, so what it is given must be fit to be seen by all. A reference says whose secret it
 * is, so that {@code LIKE}, {@code ALTER TABLE} and a compiled plan may carry it along.
 */
final class SecretReferences {

    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{secret:([^./}]*)\\.([^./}]*)\\.([^./}]*)/([^}]*)}");

    private static final String STARS = "***";

    private final String catalog;
    private final Function<ObjectPath, Optional<Map<String, String>>> keptOptions;

    /**
     * For one catalog.
     *
     * @param keptOptions those of one of its tables as they were written
     */
    SecretReferences(
            String catalog, Function<ObjectPath, Optional<Map<String, String>>> keptOptions) {
        this.catalog = catalog;
        this.keptOptions = keptOptions;
    }

    /** The table as it may be shown. */
    CatalogTable hide(ObjectPath path, CatalogTable table) {
        Map<String, String> options = new HashMap<>(table.getOptions());
        options.replaceAll((key, value) -> hide(path, key, value));
        return table.copy(options);
    }

    private String hide(ObjectPath path, String key, String value) {
        SecretText text = SecretText.of(value);
        String reference =
                String.format(
                        "${secret:%s.%s.%s/%s}",
                        encode(catalog),
                        encode(path.getDatabaseName()),
                        encode(path.getObjectName()),
                        encode(key));
        if (SecretKeys.isSecret(key)) {
            return text.isLiteral() ? reference : value;
        }
        return text.holdsPlainSecret() ? text.redacted().replace(STARS, reference) : value;
    }

    /**
     * The options with all secrets in them.
     *
     * @throws ValidationException if a reference is to nothing that this catalog keeps for that
     *     option, or what stands around it is not as it was shown
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
        ObjectPath path =
                new ObjectPath(
                        PercentEncoding.decode(reference.group(2)),
                        PercentEncoding.decode(reference.group(3)));
        String option = PercentEncoding.decode(reference.group(4));
        // In another option it would be shown.
        String kept =
                catalog.equals(PercentEncoding.decode(reference.group(1))) && option.equals(key)
                        ? keptOptions.apply(path).map(options -> options.get(key)).orElse(null)
                        : null;
        if (kept == null) {
            throw new ValidationException(CatalogErrors.unknownSecret(key, reference.group()));
        }
        if (!hide(path, key, kept).equals(value)) {
            throw new ValidationException(CatalogErrors.editedSecret(key));
        }
        return kept;
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
