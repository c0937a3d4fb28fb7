// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** Reads tables by Iceberg's own generic reader, past Flink and past the connector. */
final class LakeReader {

    private final Catalog catalog;

    LakeReader(Map<String, String> properties) {
        this.catalog = CatalogUtil.buildIcebergCatalog("reader", properties, new Configuration());
    }

    Table table(String name) {
        return catalog.loadTable(TableIdentifier.parse(name));
    }

    boolean exists(String name) {
        return catalog.tableExists(TableIdentifier.parse(name));
    }

    List<DataFile> files(String name) throws IOException {
        List<DataFile> files = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = table(name).newScan().planFiles()) {
            tasks.forEach(task -> files.add(task.file()));
        }
        return files;
    }

    /** All rows, values with commas between, in the order of the texts. */
    List<String> rows(String name) throws IOException {
        List<String> rows = new ArrayList<>();
        Table table = table(name);
        try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
            for (Record record : records) {
                List<String> values = new ArrayList<>();
                // Where rows were deleted by position, there is a column more.
                for (int field = 0; field < table.schema().columns().size(); field++) {
                    values.add(String.valueOf(record.get(field)));
                }
                rows.add(String.join(",", values));
            }
        }
        Collections.sort(rows);
        return rows;
    }
}
