// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The demo's JSON: its last line with {@code --json}, and what the page asks for each second. */
final class DemoJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private DemoJson() {}

    static String outcome(DemoOutcome outcome) {
        ObjectNode json = figures(outcome.figures());
        json.put("ok", outcome.isOk());
        if (outcome.problem() != null) {
            json.put("problem", outcome.problem());
        }
        return json.toString();
    }

    static String status(DemoStatus status) {
        ObjectNode json = figures(status.figures());
        json.put("stage", status.stage().text());
        json.put("millis", status.time().toMillis());
        json.put("live_port", status.livePort());
        return json.toString();
    }

    private static ObjectNode figures(DemoFigures figures) {
        return MAPPER.createObjectNode()
                .put("ticks_sent", figures.ticksSent())
                .put("ticks_received", figures.ticksReceived())
                .put("ticks_in_postgres", figures.ticksInPostgres())
                .put("windows", figures.windows())
                .put("checkpoints", figures.checkpoints())
                .put("page_messages", figures.pageMessages());
    }
}
