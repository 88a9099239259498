package org.partitiontools.run;

/**
 * How far a job is.
 *
 * @param id its number
 * @param state pending, running, interrupted, failed, completed, cancelled
 * @param phase what it does at present; may be empty
 * @param rows moved so far
 * @param total rows to move, estimated
 */
record JobProgress(long id, String state, String phase, long rows, long total) {

    boolean isCompleted() {
        return state.equals("completed");
    }

    boolean isCancelled() {
        return state.equals("cancelled");
    }

    boolean isRunning() {
        return state.equals("running");
    }

    /** The phase, or the state where a job has no phases that others could see. */
    String activity() {
        return phase.isEmpty() ? state : phase;
    }
}
