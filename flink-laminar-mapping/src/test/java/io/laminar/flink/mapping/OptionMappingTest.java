// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.table.DataGenTableSourceFactory;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.factories.DynamicTableFactory.Context;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On Flink's own generator of rows, as a connector that is always there. */
class OptionMappingTest {

    private static final OfficialConnector DATAGEN =
            new OfficialConnector(
                    "datagen",
                    DataGenTableSourceFactory.class.getName(),
                    "flink-connector-datagen 1.20.3");

    private static final ConfigOption<Long> SPEED =
            ConfigOptions.key("speed").longType().noDefaultValue().withFallbackKeys("velocity");
    private static final ConfigOption<Integer> SUBTASKS =
            ConfigOptions.key("subtasks").intType().defaultValue(2);
    private static final ConfigOption<Duration> WAIT =
            ConfigOptions.key("wait").durationType().defaultValue(Duration.ofSeconds(90));
    private static final ConfigOption<Long> TOTAL =
            ConfigOptions.key("total").longType().noDefaultValue();

    private static final OptionMapping MAPPING =
            OptionMapping.of("laminar-datagen", DATAGEN)
                    .renameRequired(SPEED, "rows-per-second", "how many rows a second")
                    .rename(SUBTASKS, "scan.parallelism")
                    .rename(WAIT, "fields.wait")
                    .derive(
                            List.of(TOTAL),
                            List.of("number-of-rows"),
                            "twice as many",
                            (request, mapped) ->
                                    request.options()
                                            .find(TOTAL)
                                            .ifPresent(
                                                    total ->
                                                            mapped.accept(
                                                                    "number-of-rows",
                                                                    "" + 2 * total)))
                    .fix("fields.id.kind", "random", "a sequence ends")
                    .defaultTo("fields.id.min", "7", "luck")
                    .refuse("fields.id.start", "a sequence ends")
                    .pass("fields.")
                    .build();

    @TempDir private Path folder;

    @Test
    void handsTheOfficialFactoryItsOwnOptions() {
        assertThat(mapped(Map.of("speed", "5", "total", "4", "fields.id.max", "9")))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "connector", "datagen",
                                "rows-per-second", "5",
                                "scan.parallelism", "2",
                                "fields.wait", "90 s",
                                "number-of-rows", "8",
                                "fields.id.kind", "random",
                                "fields.id.min", "7",
                                "fields.id.max", "9"));
    }

    @Test
    void takesFallbackKeysAndTheOfficialNamesToo() {
        assertThat(mapped(Map.of("velocity", "5")))
                .containsEntry("rows-per-second", "5")
                .doesNotContainKey("velocity");
        assertThat(mapped(Map.of("rows-per-second", "6"))).containsEntry("rows-per-second", "6");
    }

    @Test
    void leavesWhatTheUserWroteForTheOfficialConnector() {
        assertThat(
                        mapped(
                                Map.of(
                                        "speed", "5",
                                        "total", "4",
                                        "number-of-rows", "3",
                                        "scan.parallelism", "1",
                                        "fields.id.kind", "RANDOM",
                                        "fields.id.min", "1")))
                .containsEntry("number-of-rows", "3")
                .containsEntry("scan.parallelism", "1")
                .containsEntry("fields.id.min", "1");
    }

    @Test
    void tellsAllProblemsAtOnce() {
        assertThatThrownBy(
                        () ->
                                mapped(
                                        Map.of(
                                                "subtask", "5",
                                                "subtasks", "many",
                                                "fields.id.kind", "sequence",
                                                "fields.id.start", "1")))
                .isInstanceOf(ValidationException.class)
                .hasMessageContainingAll(
                        "Connector 'laminar-datagen': 5 options need mending:",
                        "Unknown option 'subtask'. Did you mean 'subtasks'?",
                        "'speed' is missing: how many rows a second.",
                        "'subtasks' is 'many', but must be",
                        "'fields.id.kind' is always 'random' here: a sequence ends.",
                        "'fields.id.start' can't be written here: a sequence ends.");
    }

    @Test
    void refusesOneOptionByTwoNames() {
        assertThatThrownBy(() -> mapped(Map.of("speed", "5", "rows-per-second", "6")))
                .hasMessageContaining(
                        "'speed' and 'rows-per-second' are one option: write one of them.");
    }

    @Test
    void resolvesReferencesToSecrets() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "5\n");
        assertThat(mapped(Map.of("speed", "${file:" + secret + "}")))
                .containsEntry("rows-per-second", "5");
    }

    @Test
    void namesTheOptionWhoseReferenceLeadsNowhere() {
        assertThatThrownBy(() -> mapped(Map.of("speed", "${env:NO_SUCH_SPEED}")))
                .isInstanceOf(ValidationException.class)
                .hasMessageStartingWith("Connector 'laminar-datagen': 'speed': ")
                .hasMessageContaining("NO_SUCH_SPEED");
    }

    @Test
    void namesTheJarOfAMissingConnector() {
        OptionMapping mapping =
                OptionMapping.of(
                                "laminar-none",
                                new OfficialConnector("none", "no.such.Factory", "none.jar 1.0"))
                        .build();
        assertThatThrownBy(() -> mapping.map(context(Map.of()), DynamicTableSourceFactory.class))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "Connector 'laminar-none' needs the official connector 'none', which is"
                                + " not on the class path: put none.jar 1.0 into Flink's lib"
                                + " folder, or name it in ADD JAR.");
    }

    @Test
    void writesTheRulesAsTablesOfTheDocumentation() {
        assertThat(MappingTable.markdown(MAPPING.rules()))
                .startsWith("| Here | Official connector | How |\n|---|---|---|\n")
                .contains("| `speed` | `rows-per-second` | by its other name |\n")
                .contains("| `total` | `number-of-rows` | twice as many |\n")
                .contains("| – | `fields.id.kind` | always `random`: a sequence ends |\n")
                .contains("| – | `fields.id.min` | `7` unless you write it: luck |\n")
                .contains("| – | `fields.id.start` | refused: a sequence ends |\n");
        assertThat(MappingTable.migration(MAPPING.rules()))
                .startsWith("| Official connector | Here |\n|---|---|\n")
                .contains("| `rows-per-second` | `speed` |\n")
                .contains("| `fields.id.start` | refused: a sequence ends |\n");
    }

    private static Map<String, String> mapped(Map<String, String> written) {
        return MAPPING.map(context(written), DynamicTableSourceFactory.class)
                .context()
                .getCatalogTable()
                .getOptions();
    }

    private static Context context(Map<String, String> written) {
        Map<String, String> options = new HashMap<>(written);
        options.put("connector", "laminar-datagen");
        ResolvedSchema schema = ResolvedSchema.of(Column.physical("id", DataTypes.BIGINT()));
        return new FactoryUtil.DefaultDynamicTableContext(
                ObjectIdentifier.of("catalog", "database", "numbers"),
                new ResolvedCatalogTable(
                        CatalogTable.newBuilder()
                                .schema(Schema.newBuilder().fromResolvedSchema(schema).build())
                                .options(options)
                                .build(),
                        schema),
                Map.of(),
                new Configuration(),
                OptionMappingTest.class.getClassLoader(),
                false);
    }
}
