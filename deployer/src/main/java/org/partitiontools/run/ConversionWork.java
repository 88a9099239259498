package org.partitiontools.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.partitiontools.api.Conversion;
import org.partitiontools.api.Job;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.database.SqlError;

/** One plain table that becomes a partitioned one, or a partitioned one that becomes plain, without a policy. */
public final class ConversionWork extends Work {

    private final String table;
    private final Making making;

    private ConversionWork(String table, Making making) {
        this.table = table;
        this.making = making;
    }

    /** Makes the job in the database. */
    @FunctionalInterface
    private interface Making {

        Job in(PartitionApi api) throws SQLException;
    }

    /** A plain table becomes partitioned. */
    public static ConversionWork convert(Conversion conversion) {
        return new ConversionWork(conversion.table(), api -> api.convert(conversion));
    }

    /**
     * A partitioned table becomes plain.
     *
     * @param table the name, qualified, and quoted where SQL needs it
     * @param tableSpace where it is to lie; empty means where new partitions would
     * @param settings of the session, without the prefix {@code partition_tools.}
     */
    public static ConversionWork unpartition(String table, Optional<String> tableSpace, Map<String, String> settings) {
        return new ConversionWork(table, api -> api.unpartition(table, tableSpace, settings));
    }

    @Override
    List<Task> tasks(JobExecutor executor) {
        TableJobs jobs = new TableJobs(table, List.of());
        return List.of(new Task(jobs, () -> convert(jobs, executor)));
    }

    private void convert(TableJobs jobs, JobExecutor executor) {
        jobs.begin();
        try (Connection connection = executor.connect()) {
            Job job = making.in(new PartitionApi(connection));
            jobs.planned(List.of(job));
            executor.execute(connection, job, Map.of()).ifPresent(reason -> jobs.failed(job, reason));
        } catch (SQLException e) {
            jobs.failed(SqlError.of(e));
        }
    }
}
