package org.partitiontools.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.partitiontools.api.Conversion;
import org.partitiontools.api.Job;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.database.SqlError;

/** One plain table that becomes a partitioned one, without a policy. */
public final class ConversionWork extends Work {

    private final Conversion conversion;

    /** @param conversion what is wanted */
    public ConversionWork(Conversion conversion) {
        this.conversion = conversion;
    }

    @Override
    List<Task> tasks(JobExecutor executor) {
        TableJobs table = new TableJobs(conversion.table(), List.of());
        return List.of(new Task(table, () -> convert(table, executor)));
    }

    private void convert(TableJobs table, JobExecutor executor) {
        table.begin();
        try (Connection connection = executor.connect()) {
            Job job = new PartitionApi(connection).convert(conversion);
            table.planned(List.of(job));
            executor.execute(connection, job).ifPresent(reason -> table.failed(job, reason));
        } catch (SQLException e) {
            table.failed(SqlError.of(e));
        }
    }
}
