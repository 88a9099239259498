package org.partitiontools.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.partitiontools.database.SqlError;

/** The jobs of one table, and how they end. Several threads report to it. */
final class TargetJobs implements Watched {

    private final String table;
    private final List<Job> jobs = new ArrayList<>();
    private final List<SqlError> errors = new ArrayList<>();
    private final long started = System.nanoTime();
    private int left;

    TargetJobs(String table) {
        this.table = table;
    }

    void add(Job job) {
        jobs.add(job);
        left++;
    }

    @Override
    public String table() {
        return table;
    }

    @Override
    public List<Job> jobs() {
        return jobs;
    }

    /**
     * Called once for each job.
     *
     * @return whether it was the last one
     */
    synchronized boolean ended(Optional<SqlError> error) {
        error.ifPresent(errors::add);
        left--;
        return left == 0;
    }

    /** The first error stands for all: the report has the others. */
    synchronized TableResult result(List<JobProgress> progress, boolean cancelled) {
        return Ending.of(jobs, progress, errors.stream().findFirst(), cancelled)
                .result(table, Duration.ofNanos(System.nanoTime() - started));
    }
}
