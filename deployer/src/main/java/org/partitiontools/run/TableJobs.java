package org.partitiontools.run;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.partitiontools.api.Job;
import org.partitiontools.api.JobProgress;
import org.partitiontools.database.SqlError;
import org.partitiontools.progress.TableResult;

/** The jobs of one table: which they are, what went wrong, and how they end. Several threads report to it. */
final class TableJobs {

    private final String table;
    private final Map<Long, SqlError> failures = new LinkedHashMap<>();
    private List<Job> jobs;
    private Optional<SqlError> error = Optional.empty();
    private int left;
    private long started = System.nanoTime();

    TableJobs(String table, List<Job> jobs) {
        this.table = table;
        this.jobs = jobs;
    }

    /** The tables that some jobs are about, in the order in which they come up. */
    static <T> Map<String, TableJobs> byTable(Collection<T> all, Function<T, String> table, Function<T, Job> job) {
        Map<String, List<Job>> jobs = all.stream()
                .collect(Collectors.groupingBy(table, LinkedHashMap::new, Collectors.mapping(job, Collectors.toUnmodifiableList())));
        Map<String, TableJobs> tables = new LinkedHashMap<>();
        jobs.forEach((name, list) -> tables.put(name, new TableJobs(name, list)));
        return tables;
    }

    String table() {
        return table;
    }

    /** None before they are known. */
    synchronized List<Job> jobs() {
        return jobs;
    }

    /** The time counts from now. */
    synchronized void begin() {
        started = System.nanoTime();
    }

    synchronized void planned(List<Job> made) {
        jobs = made;
    }

    /** The result names the job. */
    synchronized void failed(Job job, SqlError reason) {
        failures.put(job.id(), reason);
        failed(reason);
    }

    /** The first error stands for all: the report has the others. */
    synchronized void failed(SqlError reason) {
        error = error.or(() -> Optional.of(reason));
    }

    /** The jobs that failed, and are named. */
    synchronized Set<Long> failures() {
        return Set.copyOf(failures.keySet());
    }

    /** How many actions a plan still has. */
    synchronized void left(int actions) {
        left = actions;
    }

    synchronized TableResult result(List<JobProgress> progress, boolean cancelled) {
        return Ending.of(jobs, progress, error, cancelled).result(table, Duration.ofNanos(System.nanoTime() - started), failures, left);
    }
}
