package org.partitiontools.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.partitiontools.api.Job;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.api.WaitingJob;

/** Jobs that wait for a worker: those of one table one after the other. */
public final class WaitingWork extends Work {

    private final Question question;
    private final Set<Long> failed = ConcurrentHashMap.newKeySet();

    private WaitingWork(Question question) {
        this.question = question;
    }

    /** Asks the database for jobs. */
    @FunctionalInterface
    private interface Question {

        List<WaitingJob> ask(PartitionApi api) throws SQLException;
    }

    /** Everything that waits when it is run. What has failed is not tried again when the same work is run once more. */
    public static WaitingWork all() {
        return new WaitingWork(api -> api.waiting(true));
    }

    /**
     * Brings one archive back, also one that the engine itself has written and reads: then no worker is needed.
     *
     * @param table name of a plain table, {@code schema.name}; empty means as a partition of its table
     */
    public static WaitingWork restore(long archive, Optional<String> table) {
        return new WaitingWork(api -> List.of(api.restore(archive, table)));
    }

    @Override
    List<Task> tasks(JobExecutor executor) throws SQLException {
        Map<String, TableJobs> tables;
        try (Connection connection = executor.connect()) {
            List<WaitingJob> jobs = question.ask(new PartitionApi(connection)).stream().filter(waiting -> !failed.contains(waiting.job().id())).toList();
            tables = TableJobs.byTable(jobs, WaitingJob::target, WaitingJob::job);
        }
        return tables.values().stream().map(table -> new Task(table, () -> carry(table, executor))).toList();
    }

    private void carry(TableJobs table, JobExecutor executor) {
        for (Job job : table.jobs()) {
            if (!executor.isCancelled()) {
                executor.perform(job).ifPresent(error -> {
                    failed.add(job.id());
                    table.failed(error);
                });
            }
        }
    }
}
