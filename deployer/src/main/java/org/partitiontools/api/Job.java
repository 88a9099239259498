package org.partitiontools.api;

/**
 * One persisted action of a plan.
 *
 * @param id its number
 * @param statement the SQL that executes it, or resumes it; to be sent in autocommit mode
 */
public record Job(long id, String statement) {

    /** A function is one transaction, which takes its own record with it when it fails; a procedure has committed it. */
    public boolean forgetsItsFailure() {
        return statement.startsWith("SELECT");
    }
}
