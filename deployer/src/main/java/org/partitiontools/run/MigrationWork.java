package org.partitiontools.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.partitiontools.api.Migration;
import org.partitiontools.api.MigrationJob;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.database.Database;
import org.partitiontools.database.Rows;

/** Data migrations: their jobs, in the order of their priorities, each on a connection of its own. */
public final class MigrationWork extends Work {

    private final Database database;
    private final List<MigrationJob> jobs;
    private final SortedSet<Long> runs;
    private final Map<String, TableJobs> tables;

    private MigrationWork(Database database, List<MigrationJob> jobs) {
        this.database = database;
        this.jobs = jobs;
        this.runs = Collections.unmodifiableSortedSet(jobs.stream().map(MigrationJob::run).collect(Collectors.toCollection(TreeSet::new)));
        this.tables = TableJobs.byTable(jobs, MigrationJob::target, MigrationJob::job);
    }

    /**
     * Makes the jobs, or finds those to go on with. Truncates what the configuration says.
     *
     * @param remarks takes what the database has to say about it
     */
    public static MigrationWork prepare(Database database, Migration migration, Consumer<String> remarks) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return new MigrationWork(database, new PartitionApi(connection).migrate(migration, remarks));
        }
    }

    /** The numbers of the runs that the jobs belong to: one new, and those that go on; at least one. */
    public SortedSet<Long> runs() {
        return runs;
    }

    /** Whether everything had ended before. */
    public boolean isNothingToDo() {
        return jobs.stream().allMatch(MigrationJob::ended);
    }

    /** Compares sources and targets of the runs, range by range. */
    public Rows verify() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return new PartitionApi(connection).verify(runs);
        }
    }

    @Override
    List<Task> tasks(JobExecutor executor) {
        return jobs.stream().map(job -> task(job, tables.get(job.target()), executor)).toList();
    }

    private static Task task(MigrationJob job, TableJobs table, JobExecutor executor) {
        return new Task(table, () -> {
            if (!job.ended()) {
                executor.execute(job.job()).ifPresent(table::failed);
            }
        });
    }
}
