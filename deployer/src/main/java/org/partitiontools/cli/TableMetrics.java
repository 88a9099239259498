package org.partitiontools.cli;

import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.partitiontools.Version;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.api.TableWork;
import org.partitiontools.database.Rows;
import org.partitiontools.text.OpenMetrics;

/** The state of tables as metrics. A table that could not be asked has {@code partition_tools_check_success} 0, and no other. */
final class TableMetrics {

    private static final String PREFIX = "partition_tools_";
    private static final String PARTITIONS = PREFIX + "partitions";
    private static final String JOBS = PREFIX + "jobs";
    private static final String FINDINGS = PREFIX + "findings";
    private static final String SUCCESS = PREFIX + "check_success";
    private static final List<String> PARTITION_STATES = List.of("past", "current", "future", "default", "detaching");
    private static final List<String> JOB_STATES = List.of("pending", "running", "failed", "interrupted");

    /** Columns of {@link PartitionApi#measures}, which are metrics as they are. */
    private static final Map<String, String> MEASURES = new LinkedHashMap<>();

    static {
        MEASURES.put("ahead_seconds", "Seconds from now to the first moment that no partition takes; 0 where none takes the present one.");
        MEASURES.put("default_rows", "Rows in the default partition, estimated.");
        MEASURES.put("default_bytes", "Size of the default partition.");
        MEASURES.put("bytes", "Size of all partitions, without indexes.");
        MEASURES.put("oldest_unfinished_job_seconds", "Age of the oldest job that has neither completed nor been cancelled; 0 without one.");
        MEASURES.put("last_success_timestamp_seconds", "When a job of the table was completed last; missing where none was.");
    }

    private final OpenMetrics metrics = new OpenMetrics();

    TableMetrics() {
        metrics.gauge(PREFIX + "info", "1, with the version of the program.");
        metrics.gauge(PREFIX + "check_timestamp_seconds", "When the tables were checked.");
        metrics.gauge(SUCCESS, "Whether the table could be checked.");
        metrics.gauge(PARTITIONS, "Partitions by state: past, current, future, default, detaching.");
        MEASURES.forEach((name, help) -> metrics.gauge(PREFIX + name, help));
        metrics.gauge(JOBS, "Jobs that have neither completed nor been cancelled, by state.");
        metrics.gauge(FINDINGS, "What check has found, by kind and severity.");
        metrics.sample(PREFIX + "info", Map.of("version", Version.current()), 1);
        metrics.sample(PREFIX + "check_timestamp_seconds", Map.of(), Instant.now().getEpochSecond());
    }

    /** Measures a table, and counts what was found. */
    void add(PartitionApi api, TableWork work, Rows findings) throws SQLException {
        Map<String, Object> measures = api.measures(work);
        String table = work.table();
        PARTITION_STATES.forEach(state -> metrics.sample(PARTITIONS, labels(table, "state", state), (Number) measures.get(state)));
        MEASURES.keySet().forEach(name -> metrics.sample(PREFIX + name, Map.of("table", table), (Number) measures.get(name)));
        JOB_STATES.forEach(state -> metrics.sample(JOBS, labels(table, "state", state), (Number) measures.get("jobs_" + state)));
        Map<Map<String, String>, Integer> counts = new LinkedHashMap<>();
        for (Map<String, Object> finding : findings.toMaps()) {
            Map<String, String> labels = labels(table, "finding", String.valueOf(finding.get("finding")));
            labels.put("severity", String.valueOf(finding.get("severity")));
            counts.merge(labels, 1, Integer::sum);
        }
        counts.forEach((labels, count) -> metrics.sample(FINDINGS, labels, count));
        metrics.sample(SUCCESS, Map.of("table", table), 1);
    }

    /** Tells that a table could not be asked. */
    void failed(TableWork work) {
        metrics.sample(SUCCESS, Map.of("table", work.table()), 0);
    }

    private static Map<String, String> labels(String table, String name, String value) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("table", table);
        labels.put(name, value);
        return labels;
    }

    @Override
    public String toString() {
        return metrics.toString();
    }
}
