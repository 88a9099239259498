package org.partitiontools.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.partitiontools.api.Job;
import org.partitiontools.api.JobProgress;
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
        Map<TableJobs, List<Job>> known = new LinkedHashMap<>();
        for (TableJobs table : tables) {
            List<Job> jobs = table.jobs();
            if (!jobs.isEmpty()) {
                known.put(table, jobs);
            }
        }
        if (known.isEmpty()) {
            return;
        }
        // One question for all tables, however many there are.
        List<Job> all = known.values().stream().flatMap(List::stream).toList();
        Map<Long, JobProgress> progress = api.progress(all).stream().collect(Collectors.toMap(JobProgress::id, Function.identity()));
        Map<Long, List<String>> activity = display.isDetailed() ? api.activity(all) : Map.of();
        known.forEach((table, jobs) -> display.show(Sum.of(table.table(),
                jobs.stream().map(job -> progress.get(job.id())).filter(Objects::nonNull).toList(),
                jobs.stream().flatMap(job -> activity.getOrDefault(job.id(), List.of()).stream()).toList())));
    }
}
