// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import io.laminar.flink.testing.KafkaServer;
import io.laminar.flink.testing.KafkaTopics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** SQL on topics of the shared broker. */
final class KafkaTables {

    /** A source that ends where its topics end now. */
    static final Map<String, String> ENDS = Map.of("scan.bounded.mode", "latest-offset");

    static final Map<String, String> FROM_THE_START =
            Map.of("scan.bounded.mode", "latest-offset", "auto.offset.reset", "earliest");

    private final KafkaServer server = KafkaServer.shared();
    private final KafkaTopics topics = new KafkaTopics(server);
    private final StreamTableEnvironment sql;

    KafkaTables() throws IOException {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(1);
        sql = StreamTableEnvironment.create(environment);
        sql.getConfig().set("restart-strategy.type", "none");
    }

    KafkaServer server() {
        return server;
    }

    KafkaTopics topics() {
        return topics;
    }

    StreamTableEnvironment sql() {
        return sql;
    }

    /** Options of a table on a topic, for a reader of the group {@code test}. */
    Map<String, String> options(String topic) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("connector", LaminarKafkaTableFactory.IDENTIFIER);
        options.put("bootstrap.servers", server.bootstrapServers());
        options.put("topic", topic);
        options.put("group.id", "test");
        return options;
    }

    /** Declares a table of that name on the topic of that name. */
    void create(String name, String columns, Map<String, String> more) {
        Map<String, String> options = options(name);
        options.putAll(more);
        createFrom(name, columns, options);
    }

    /** Declares a table with these options and no others. */
    void createFrom(String name, String columns, Map<String, String> options) {
        sql.executeSql(
                options.entrySet().stream()
                        .map(
                                option ->
                                        String.format(
                                                "'%s' = '%s'",
                                                option.getKey(),
                                                option.getValue().replace("'", "''")))
                        .collect(
                                Collectors.joining(
                                        ", ",
                                        "CREATE TEMPORARY TABLE `"
                                                + name
                                                + "` ("
                                                + columns
                                                + ") WITH (",
                                        ")")));
    }

    /** What a query that ends by itself answers, as changes. */
    List<String> rows(String query) throws Exception {
        List<String> rows = new ArrayList<>();
        try (CloseableIterator<Row> all = sql.executeSql(query).collect()) {
            all.forEachRemaining(row -> rows.add(row.toString()));
        }
        return rows;
    }
}
