package org.partitiontools.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.partitiontools.api.Job;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.api.TableWork;
import org.partitiontools.database.SqlError;

/** Brings tables into shape: plans each and executes its jobs, in order, on a connection of its own. */
public final class PolicyWork extends Work {

    /** The table is held, or another run is at work on it: the next job would wait for the same, and as long. */
    private static final Set<String> OBSTACLES_OF_ALL = Set.of("PP050", "PP052", "PP054");

    private final List<TableWork> tables;
    private final Function<TableWork, Optional<OffsetDateTime>> asOf;
    private final boolean anyReferenceTime;

    /**
     * @param tables at most one work a table
     * @param asOf the reference time of a table; empty means now
     * @param anyReferenceTime whether partitions may be removed by one that is far ahead of the server's clock
     */
    public PolicyWork(List<TableWork> tables, Function<TableWork, Optional<OffsetDateTime>> asOf, boolean anyReferenceTime) {
        this.tables = tables;
        this.asOf = asOf;
        this.anyReferenceTime = anyReferenceTime;
    }

    @Override
    List<Task> tasks(JobExecutor executor) {
        return tables.stream().map(wanted -> task(wanted, new TableJobs(wanted.table(), List.of()), executor)).toList();
    }

    private Task task(TableWork wanted, TableJobs table, JobExecutor executor) {
        return new Task(table, () -> bringIntoShape(wanted, table, executor));
    }

    /** An error is noted, for it must not stop other tables. */
    private void bringIntoShape(TableWork wanted, TableJobs table, JobExecutor executor) {
        table.begin();
        try (Connection connection = executor.connect()) {
            PartitionApi api = new PartitionApi(connection);
            if (anyReferenceTime) {
                api.allowAnyReferenceTime();
            }
            table.planned(api.run(wanted, asOf.apply(wanted)));
            execute(wanted, table, table.jobs(), executor, connection, api);
            operateOnWhatIsConverted(wanted, table, executor, connection, api);
            if (!table.jobs().isEmpty() && table.failures().isEmpty() && !executor.isCancelled()) {
                // The policy may limit the operations of a run.
                table.left(api.plan(wanted, asOf.apply(wanted)).values().size());
            }
        } catch (SQLException e) {
            table.failed(SqlError.of(e));
        }
    }

    /** What the partitions of a table need is known when it has some. */
    private void operateOnWhatIsConverted(TableWork wanted, TableJobs table, JobExecutor executor, Connection connection, PartitionApi api) throws SQLException {
        List<Job> converting = table.jobs();
        if (table.failures().isEmpty() && !executor.isCancelled() && api.haveConverted(converting)) {
            List<Job> others = api.run(wanted, asOf.apply(wanted));
            table.planned(Stream.concat(converting.stream(), others.stream()).toList());
            execute(wanted, table, others, executor, connection, api);
        }
    }

    /** One obstacle is one failed job: those that do not need it go on. */
    private static void execute(TableWork wanted, TableJobs table, List<Job> jobs, JobExecutor executor, Connection connection, PartitionApi api)
            throws SQLException {
        for (Job job : jobs) {
            if (executor.isCancelled()) {
                break;
            }
            if (table.failures().isEmpty() || !api.needsOneOf(job, table.failures())) {
                Optional<SqlError> error = api.waitsForWorker(job) ? executor.carry(job)
                        : executor.execute(connection, job, wanted.settings());
                error.ifPresent(reason -> table.failed(job, reason));
                if (error.isPresent() && (OBSTACLES_OF_ALL.contains(error.get().sqlstate()) || !connection.isValid(0))) {
                    break;
                }
            }
        }
    }
}
