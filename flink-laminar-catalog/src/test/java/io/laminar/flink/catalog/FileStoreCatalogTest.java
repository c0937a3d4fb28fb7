// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreCatalogTest {

    private static final ObjectPath PATH = new ObjectPath("default", "t");

    @TempDir private Path folder;

    @Test
    void keepsNothingThatItCouldNotWrite() throws Exception {
        FileStoreCatalog catalog = open();
        Path inTheWay = folder.resolve("default/tables");
        Files.createDirectory(inTheWay.getParent());
        Files.createFile(inTheWay);
        assertThatThrownBy(() -> catalog.createTable(PATH, table("first"), false))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("can't be read or written");
        assertThat(catalog.tableExists(PATH)).isFalse();

        Files.delete(inTheWay);
        catalog.createTable(PATH, table("first"), false);
        assertThat(open().getTable(PATH).getComment()).isEqualTo("first");
    }

    private FileStoreCatalog open() {
        FileStoreCatalog catalog =
                new FileStoreCatalog(
                        "laminar", "default", new org.apache.flink.core.fs.Path(folder.toUri()));
        catalog.open();
        return catalog;
    }

    private static ResolvedCatalogTable table(String comment) {
        ResolvedSchema schema = ResolvedSchema.of(Column.physical("id", DataTypes.BIGINT()));
        return new ResolvedCatalogTable(
                CatalogTable.newBuilder()
                        .schema(Schema.newBuilder().fromResolvedSchema(schema).build())
                        .comment(comment)
                        .options(Map.of("connector", "print"))
                        .build(),
                schema);
    }
}
