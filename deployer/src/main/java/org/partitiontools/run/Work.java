package org.partitiontools.run;

import java.sql.SQLException;
import java.util.List;

/** A kind of work for a {@link Runner}: what policies want, the conversion of a plain table, a data migration, or jobs that wait for a worker. */
public abstract sealed class Work permits PolicyWork, ConversionWork, MigrationWork, WaitingWork {

    Work() {
    }

    /** Finds what is to be done, in the order in which to begin. */
    abstract List<Task> tasks(JobExecutor executor) throws SQLException;

    /**
     * What one thread does in one go.
     *
     * @param table the table it is about; it has ended when all its tasks have
     * @param doing executes jobs, and tells the table what failed
     */
    record Task(TableJobs table, Runnable doing) {
    }
}
