package org.partitiontools.run;

import java.util.List;

/**
 * How far the jobs of one table are.
 *
 * @param table the name
 * @param jobs how many there are
 * @param completed how many are done
 * @param rows moved so far
 * @param total rows to move, estimated; negative where nobody knows
 * @param phase what the running job does; empty when none runs
 */
public record TableProgress(String table, int jobs, int completed, long rows, long total, String phase) {

    static TableProgress of(String table, List<JobProgress> jobs) {
        return new TableProgress(
                table,
                jobs.size(),
                (int) jobs.stream().filter(JobProgress::isCompleted).count(),
                jobs.stream().mapToLong(JobProgress::rows).sum(),
                jobs.stream().anyMatch(job -> job.expected() < 0) ? -1 : jobs.stream().mapToLong(JobProgress::expected).sum(),
                jobs.stream().filter(JobProgress::isRunning).map(JobProgress::activity).findFirst().orElse(""));
    }
}
