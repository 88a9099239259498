package org.partitiontools.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.partitiontools.api.Job;
import org.partitiontools.api.JobProgress;
import org.partitiontools.database.SqlError;
import org.partitiontools.progress.TableProgress;
import org.partitiontools.progress.TableResult;
import org.partitiontools.progress.TableResult.State;

/**
 * How the jobs of one table have ended, by what the database says of each: a statement that returned has not necessarily done its job.
 *
 * @param jobs how many there are
 * @param progress what the database says of them
 * @param state how it ended on the whole
 * @param error what went wrong, if something did
 */
record Ending(int jobs, List<JobProgress> progress, State state, Optional<SqlError> error) {

    /**
     * @param error of the first statement that failed
     * @param stopped whether the user stopped the work
     */
    static Ending of(List<Job> jobs, List<JobProgress> progress, Optional<SqlError> error, boolean stopped) {
        Map<Long, JobProgress> known = progress.stream().collect(Collectors.toMap(JobProgress::id, Function.identity()));
        Optional<Job> open = jobs.stream().filter(job -> !known.containsKey(job.id()) || !known.get(job.id()).isCompleted()).findFirst();
        if (open.isPresent() && stopped) {
            return new Ending(jobs.size(), progress, State.cancelled, error);
        }
        if (error.isPresent()) {
            return new Ending(jobs.size(), progress, State.failed, error);
        }
        if (open.isEmpty()) {
            return new Ending(jobs.size(), progress, jobs.isEmpty() ? State.unchanged : State.completed, error);
        }
        Optional<JobProgress> cancelled = progress.stream().filter(JobProgress::isCancelled).findFirst();
        return cancelled.isPresent()
                ? new Ending(jobs.size(), progress, State.cancelled, Optional.of(cancelled(cancelled.get())))
                : new Ending(jobs.size(), progress, State.failed, Optional.of(unfinished(open.get(), known)));
    }

    /**
     * @param failures the jobs that failed and are named, with their errors
     * @param left actions that a plan still has
     */
    TableResult result(String table, Duration elapsed, Map<Long, SqlError> failures, int left) {
        TableProgress sum = Sum.of(table, progress, List.of());
        return new TableResult(table, state, jobs, sum.completed(), sum.rows(), elapsed, error, failures, left);
    }

    private static SqlError cancelled(JobProgress job) {
        return new SqlError(null, "job " + job.id() + " has been cancelled, by a user or by a later run", null,
                "partition_tools.jobs shows the jobs; a new run makes jobs for what is left");
    }

    private static SqlError unfinished(Job job, Map<Long, JobProgress> known) {
        String state = known.containsKey(job.id()) ? known.get(job.id()).state() : "unknown: the database does not answer";
        return new SqlError(null, "job " + job.id() + " is not completed; its state is " + state, null, "partition_tools.jobs shows the jobs");
    }
}
