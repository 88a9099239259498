package org.partitiontools.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.partitiontools.api.Job;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.database.Database;
import org.partitiontools.progress.ProgressDisplay;

/** Reads the progress of running jobs through a connection of its own, and shows it. */
final class ProgressMonitor implements Runnable {

    private static final Duration PERIOD = Duration.ofMillis(500);

    private final Database database;
    private final ProgressDisplay display;
    private final List<TableJobs> tables = new CopyOnWriteArrayList<>();

    ProgressMonitor(Database database, ProgressDisplay display) {
        this.database = database;
        this.display = display;
    }

    void watch(TableJobs table) {
        tables.add(table);
    }

    /** It has ended. */
    void forget(TableJobs table) {
        tables.remove(table);
    }

    /** Goes on until the thread is interrupted. A failure costs the progress, never the run. */
    @Override
    public void run() {
        try (Connection connection = database.getConnection()) {
            PartitionApi api = new PartitionApi(connection);
            while (!Thread.currentThread().isInterrupted()) {
                showAll(api);
                Thread.sleep(PERIOD.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            display.remark("the progress cannot be read any more: " + e.getMessage());
        }
    }

    private void showAll(PartitionApi api) throws SQLException {
        for (TableJobs table : tables) {
            List<Job> jobs = table.jobs();
            if (!jobs.isEmpty()) {
                display.show(Sum.of(table.table(), api.progress(jobs), display.isDetailed() ? api.activity(jobs) : List.of()));
            }
        }
    }
}
