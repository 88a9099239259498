package org.partitiontools.run;

import java.util.List;
import org.partitiontools.api.JobProgress;
import org.partitiontools.progress.TableProgress;

/** The progress of several jobs as that of their table. */
final class Sum {

    private Sum() {
    }

    static TableProgress of(String table, List<JobProgress> jobs, List<String> remarks) {
        return new TableProgress(
                table,
                jobs.size(),
                (int) jobs.stream().filter(JobProgress::isCompleted).count(),
                jobs.stream().mapToLong(JobProgress::rows).sum(),
                jobs.stream().anyMatch(job -> job.expected() < 0) ? -1 : jobs.stream().mapToLong(JobProgress::expected).sum(),
                jobs.stream().filter(JobProgress::isRunning).map(JobProgress::activity).findFirst().orElse(""),
                remarks);
    }
}
