// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.MessageParameter;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo;
import org.apache.flink.runtime.rest.messages.job.metrics.AggregatedMetric;
import org.apache.flink.runtime.rest.messages.job.metrics.AggregatedSubtaskMetricsHeaders;
import org.apache.flink.runtime.rest.messages.job.metrics.AggregatedSubtaskMetricsParameters;

/**
 * Reads the record counters of a job's operators from Flink's REST interface.
 *
 * <p>The counters are the operators' own ({@code <operator>.numRecordsOut}): a task's counters are
 * those of the first and the last operator of its chain, and leave out what a source and a sink in
 * one chain hand to each other.
 */
final class JobMetrics {

    private static final String IN = ".numRecordsIn";
    private static final String OUT = ".numRecordsOut";

    /** The filesystem connector's writer, which is no sink in Flink's eyes. */
    private static final String FILE_WRITER = "StreamingFileWriter";

    private static final String SEND = ".numRecordsSend";

    /**
     * The names stand in the URL, and Flink's server takes no request line over 4096 characters.
     */
    private static final int NAMES_PER_REQUEST = 20;

    private final RestClusterClient<?> client;
    private final JobID job;

    JobMetrics(RestClusterClient<?> client, JobID job) {
        this.client = client;
        this.job = job;
    }

    List<OperatorRecords> read() throws Exception {
        List<OperatorRecords> operators = new ArrayList<>();
        for (JobDetailsInfo.JobVertexDetailsInfo vertex :
                client.getJobDetails(job).get().getJobVertexInfos()) {
            operators.addAll(read(vertex.getJobVertexID()));
        }
        return operators;
    }

    private List<OperatorRecords> read(JobVertexID vertex) throws Exception {
        Set<String> all =
                request(vertex, "").stream()
                        .map(AggregatedMetric::getId)
                        .collect(Collectors.toSet());
        List<String> names =
                all.stream().filter(id -> id.endsWith(IN) || id.endsWith(OUT)).sorted().toList();
        Map<String, Map<String, Long>> counters = new TreeMap<>();
        for (int i = 0; i < names.size(); i += NAMES_PER_REQUEST) {
            List<String> some = names.subList(i, Math.min(i + NAMES_PER_REQUEST, names.size()));
            for (AggregatedMetric metric : request(vertex, String.join(",", some))) {
                int dot = metric.getId().lastIndexOf('.');
                counters.computeIfAbsent(metric.getId().substring(0, dot), key -> new HashMap<>())
                        .put(metric.getId().substring(dot), metric.getSum().longValue());
            }
        }
        return counters.entrySet().stream()
                .map(
                        operator ->
                                new OperatorRecords(
                                        vertex.toHexString(),
                                        operator.getKey(),
                                        role(operator.getKey(), all),
                                        operator.getValue().getOrDefault(IN, 0L),
                                        operator.getValue().getOrDefault(OUT, 0L)))
                .collect(Collectors.toList());
    }

    /**
     * Flink's translation names a source "Source: t[1]" and an old sink "Sink: t[1]"; a writer of
     * today's sinks is known by its counter, since its name's end may be cut off.
     */
    private static OperatorRecords.Role role(String operator, Set<String> metrics) {
        if (operator.startsWith("Source__")) {
            return OperatorRecords.Role.SOURCE;
        }
        if (operator.startsWith("Sink__")
                || operator.equals(FILE_WRITER)
                || metrics.contains(operator + SEND)) {
            return OperatorRecords.Role.SINK;
        }
        return OperatorRecords.Role.INNER;
    }

    private Collection<AggregatedMetric> request(JobVertexID vertex, String names)
            throws Exception {
        AggregatedSubtaskMetricsParameters parameters = new AggregatedSubtaskMetricsParameters();
        Map<String, String> values =
                Map.of(
                        "jobid",
                        job.toHexString(),
                        "vertexid",
                        vertex.toHexString(),
                        "get",
                        names,
                        "agg",
                        names.isEmpty() ? "" : "sum");
        List<MessageParameter<?>> all = new ArrayList<>(parameters.getPathParameters());
        all.addAll(parameters.getQueryParameters());
        for (MessageParameter<?> parameter : all) {
            String value = values.getOrDefault(parameter.getKey(), "");
            if (!value.isEmpty()) {
                parameter.resolveFromString(value);
            }
        }
        return client.sendRequest(
                        AggregatedSubtaskMetricsHeaders.getInstance(),
                        parameters,
                        EmptyRequestBody.getInstance())
                .get()
                .getMetrics();
    }
}
