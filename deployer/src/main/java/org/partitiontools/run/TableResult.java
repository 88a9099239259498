package org.partitiontools.run;

import java.time.Duration;
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
 * @param error what went wrong, if something did
 */
public record TableResult(
        String table, State state, int jobs, int completed, long rows, Duration elapsed, Optional<SqlError> error) {

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

    /** Whether the table is now in the shape that was asked for. */
    public boolean isDone() {
        return state == State.completed || state == State.unchanged;
    }
}
