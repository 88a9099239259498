package org.partitiontools.progress;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.partitiontools.database.SqlError;

/**
 * How it ended for one table.
 *
 * @param table the name
 * @param state how
 * @param jobs jobs of the plan
 * @param completed jobs done
 * @param rows rows moved
 * @param elapsed time it took
 * @param error what went wrong, if something did: with several failures, the first
 * @param failures the jobs that failed, where the error is that of a job
 * @param left actions that a plan made afterwards still has, although no job failed
 */
public record TableResult(
        String table, State state, int jobs, int completed, long rows, Duration elapsed, Optional<SqlError> error,
        Map<Long, SqlError> failures, int left) {

    /** How the work on a table ended. */
    public enum State {
        /** All jobs are done. */
        completed,
        /** There was nothing to do. */
        unchanged,
        /** An error stopped it. */
        failed,
        /** The user stopped it, and the same call goes on where it was; or somebody cancelled a job. */
        cancelled
    }

    /** Whether everything that was to be done now is done. More may be left for later: see {@link #left}. */
    public boolean isDone() {
        return state == State.completed || state == State.unchanged;
    }

    /** Whether the table is now in the shape that was asked for. */
    public boolean isInShape() {
        return isDone() && left == 0;
    }

    /** The state and, where there are, every error, for people. */
    public String description() {
        List<String> errors = failures.size() > 1
                ? failures.entrySet().stream().map(failure -> "job " + failure.getKey() + ": " + failure.getValue()).toList()
                : error.map(SqlError::toString).stream().toList();
        return errors.isEmpty() ? state.name() : state + ": " + String.join("\n", errors);
    }
}
