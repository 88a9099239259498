package org.partitiontools.demo;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.api.TableWork;
import org.partitiontools.archive.store.S3Servers;
import org.partitiontools.database.Database;
import org.partitiontools.database.Rows;
import org.partitiontools.progress.ProgressDisplay;
import org.partitiontools.progress.TableResult;
import org.partitiontools.run.PolicyWork;
import org.partitiontools.run.Runner;
import org.partitiontools.run.WaitingWork;

/** The oldest partitions go to an S3 server of our own, and come back. */
final class ArchiveScene implements AutoCloseable {

    private static final TableWork OLDEST = new TableWork("sales.orders",
            "[{\"operation\": \"unload_to_s3_partitions\", \"upper_bound\": \"1 year\", \"limit_operations\": 2}]");

    private final Database database;
    private final Supplier<ProgressDisplay> displays;
    private final EmbeddedStore store;

    private ArchiveScene(Database database, Supplier<ProgressDisplay> displays, EmbeddedStore store) {
        this.database = database;
        this.displays = displays;
        this.store = store;
    }

    /** Starts the S3 server, and makes it known to the database. */
    static ArchiveScene open(Database database, Supplier<ProgressDisplay> displays) throws IOException, SQLException {
        EmbeddedStore store = EmbeddedStore.start();
        S3Servers servers = new S3Servers(database);
        servers.put("default", Map.of("endpoint", store.endpoint(), "bucket", "demo", "format", "csv", "compression", "zstd"));
        servers.createBuckets();
        return new ArchiveScene(database, displays, store);
    }

    /** Archives the oldest partitions, as {@code run} does it. */
    boolean unload() throws SQLException {
        try (ProgressDisplay display = displays.get()) {
            return new Runner(database, display).run(new PolicyWork(List.of(OLDEST), work -> Optional.empty(), false), 1).stream().allMatch(TableResult::isDone);
        }
    }

    Rows archives() throws SQLException {
        try (Connection connection = database.open()) {
            return new PartitionApi(connection).archives().without("table_schema", "table_name", "format", "compression", "job_id", "archived_at", "restored_at", "server");
        }
    }

    /** Brings all of them back, as {@code restore} does it. */
    boolean restore() throws SQLException {
        List<TableResult> results = new ArrayList<>();
        try (ProgressDisplay display = displays.get()) {
            for (Map<String, Object> archive : archives().toMaps()) {
                results.addAll(new Runner(database, display).run(WaitingWork.restore((Long) archive.get("archive_id"), Optional.empty()), 1));
            }
        }
        return !results.isEmpty() && results.stream().allMatch(TableResult::isDone);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
