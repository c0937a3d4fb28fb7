// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DdlCheckTest {

    private static final UpstreamTable USERS =
            new UpstreamTable(
                    "public.users",
                    List.of(
                            column("id", "bigint", DataTypes.BIGINT().notNull()),
                            column("name", "character varying(40)", DataTypes.VARCHAR(40)),
                            column("paid", "numeric(10,2)", DataTypes.DECIMAL(10, 2))),
                    List.of("id"));

    @Test
    void findsNothingInTheColumnsThatItTellsItself() {
        assertThat(check(USERS.columns().stream().map(DdlCheckTest::physical).toList(), "id"))
                .isEmpty();
    }

    @Test
    void aPartOfTheColumnsIsEnough() {
        assertThat(check(List.of(Column.physical("name", DataTypes.STRING())))).isEmpty();
    }

    @Test
    void namesTheColumnThatIsMeant() {
        assertThat(check(List.of(Column.physical("nmae", DataTypes.STRING()))))
                .contains("- The DDL has the column 'nmae', which public.users lacks.")
                .contains("Mend it: write `name` if that is meant, or remove the column.");
    }

    @Test
    void namesTheColumnsThatThereAre() {
        assertThat(check(List.of(Column.physical("birthday", DataTypes.DATE()))))
                .contains("Mend it: remove the column from the DDL; the table has id, name, paid.");
    }

    @Test
    void namesTheTypeThatFits() {
        assertThat(check(List.of(Column.physical("id", DataTypes.INT()))))
                .contains(
                        "- The column 'id' is INT in the DDL, which does not take every value of"
                                + " bigint.")
                .contains("Mend it: write `id` BIGINT.");
    }

    @Test
    void leavesComputedAndMetadataColumnsAlone() {
        assertThat(
                        check(
                                List.of(
                                        Column.metadata("op", DataTypes.STRING(), "op", true),
                                        physical(USERS.columns().get(0)))))
                .isEmpty();
    }

    @Test
    void namesTheKeyThatThereIs() {
        assertThat(check(List.of(Column.physical("name", DataTypes.STRING().notNull())), "name"))
                .contains("- The DDL's primary key is (name), that of public.users is (id).")
                .contains("Mend it: write PRIMARY KEY (`id`) NOT ENFORCED.");
    }

    @Test
    void whatUpstreamHasNoKeyForIsNotHeldAgainstIt() {
        UpstreamTable keyless = new UpstreamTable("t", USERS.columns(), List.of());
        Findings findings = new Findings();
        DdlCheck.run(schema(List.of(physical(USERS.columns().get(0))), "id"), keyless, findings);
        assertThat(findings.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SMALLINT | INT | true",
                "BIGINT | INT | false",
                "FLOAT | DOUBLE | true",
                "DOUBLE | FLOAT | false",
                "DECIMAL(10, 2) | DECIMAL(12, 4) | true",
                "DECIMAL(10, 2) | DECIMAL(10, 4) | false",
                "DECIMAL(10, 2) | DECIMAL(12, 1) | false",
                "VARCHAR(40) | VARCHAR(1) | true",
                "CHAR(3) | STRING | true",
                "BINARY(4) | BYTES | true",
                "TIMESTAMP(6) | TIMESTAMP(3) | true",
                "TIMESTAMP(6) | TIMESTAMP_LTZ(6) | false",
                "INT | BOOLEAN | false",
                "INT | STRING | false",
            })
    void aTypeThatTakesEveryValueFits(String upstream, String declared, boolean isFit) {
        assertThat(TypeFit.fits(type(upstream), Set.of(), type(declared))).isEqualTo(isFit);
    }

    @Test
    void aTypeThatTheConnectorAlsoTakesFits() {
        Set<LogicalTypeRoot> alsoFits = Set.of(LogicalTypeRoot.VARCHAR);
        assertThat(TypeFit.fits(type("INT"), alsoFits, type("STRING"))).isTrue();
        assertThat(TypeFit.fits(type("INT"), alsoFits, type("BOOLEAN"))).isFalse();
    }

    @Test
    void aColumnWithoutARightValueIsRefusedAndLeftOut() {
        UpstreamTable table =
                new UpstreamTable(
                        "t",
                        List.of(
                                column("id", "bigint", DataTypes.BIGINT()),
                                new UpstreamColumn("days", "date[]", null, Set.of())),
                        List.of());
        Findings findings = new Findings();
        DdlCheck.run(schema(List.of(Column.physical("days", DataTypes.STRING()))), table, findings);
        assertThatThrownBy(() -> findings.throwIfAny("c", "t", "s"))
                .hasMessageContaining(
                        "- The column 'days' is date[] upstream, of which no right value can be"
                                + " had.\n  Mend it: remove `days` from the DDL.");
        assertThat(table.schema().getColumns()).hasSize(1);
    }

    @Test
    void columnsAndKeyMakeASchema() {
        assertThat(USERS.schema().getColumns()).hasSize(3);
        assertThat(USERS.schema().getPrimaryKey().orElseThrow().getColumns()).containsExactly("id");
        assertThat(new UpstreamTable("t", USERS.columns(), List.of()).schema().getPrimaryKey())
                .isEmpty();
    }

    private static String check(List<Column> columns, String... key) {
        Findings findings = new Findings();
        DdlCheck.run(schema(columns, key), USERS, findings);
        if (findings.isEmpty()) {
            return "";
        }
        String[] message = new String[1];
        assertThatThrownBy(() -> findings.throwIfAny("c", "t", "s"))
                .satisfies(e -> message[0] = e.getMessage());
        return message[0];
    }

    private static ResolvedSchema schema(List<Column> columns, String... key) {
        return new ResolvedSchema(
                columns,
                List.of(),
                key.length == 0 ? null : UniqueConstraint.primaryKey("key", List.of(key)));
    }

    private static LogicalType type(String sql) {
        return LogicalTypeParser.parse(sql, DdlCheckTest.class.getClassLoader());
    }

    private static Column physical(UpstreamColumn column) {
        return Column.physical(column.name(), Objects.requireNonNull(column.dataType()));
    }

    private static UpstreamColumn column(String name, String type, DataType dataType) {
        return new UpstreamColumn(name, type, dataType, Set.<LogicalTypeRoot>of());
    }
}
