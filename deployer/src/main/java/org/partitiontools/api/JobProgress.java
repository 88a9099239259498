package org.partitiontools.api;

/**
 * How far a job is.
 *
 * @param id its number
 * @param state pending, running, interrupted, failed, completed, cancelled
 * @param phase what it does at present, with its number of how many; may be empty
 * @param rows moved so far
 * @param total rows to move, estimated; negative where nobody knows
 */
public record JobProgress(long id, String state, String phase, long rows, long total) {

    public boolean isCompleted() {
        return state.equals("completed");
    }

    public boolean isCancelled() {
        return state.equals("cancelled");
    }

    public boolean isRunning() {
        return state.equals("running");
    }

    /** Rows that it will have moved at the end; negative where nobody knows. */
    public long expected() {
        // An estimate must not be overtaken, and a job that is done moved what it moved.
        return isCompleted() ? rows : total < 0 ? total : Math.max(rows, total);
    }

    /** The phase, or the state where a job has no phases that others could see. */
    public String activity() {
        return phase.isEmpty() ? state : phase;
    }
}
