package org.partitiontools.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.api.TableWork;
import org.partitiontools.database.Database;
import org.partitiontools.database.Rows;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.model.PolicyJson;
import org.partitiontools.policy.yaml.PolicyReader;
import org.partitiontools.progress.ProgressDisplay;
import org.partitiontools.progress.TableResult;
import org.partitiontools.run.PolicyWork;
import org.partitiontools.run.Runner;
import org.partitiontools.text.PlanText;
import org.partitiontools.text.TextTable;

/** The tool at work on a server of its own, told step by step. */
public final class Demo {

    private static final String DATABASE = "demo";
    private static final String POLICY = "/config/demo-policy.yaml";
    private static final Map<String, String> SERVER_SETTINGS = Map.of(
            "shared_buffers", "256MB",
            "maintenance_work_mem", "128MB",
            "max_wal_size", "4GB",
            "checkpoint_timeout", "30min");
    private static final int WRITERS = 3;

    private final PrintWriter out;
    private final Supplier<ProgressDisplay> displays;
    private final long started = System.nanoTime();
    private Database database;

    /**
     * @param out where to tell it
     * @param displays makes the display of a run's progress
     */
    public Demo(PrintWriter out, Supplier<ProgressDisplay> displays) {
        this.out = out;
        this.displays = displays;
    }

    /**
     * Shows everything.
     *
     * @param rows how many rows the tables get
     * @param keep whether the server goes on running afterwards
     * @return whether all tables came into shape and no row is missing
     */
    public boolean show(int rows, boolean keep) throws IOException, SQLException {
        step("Starting PostgreSQL");
        EmbeddedServer server = EmbeddedServer.start(SERVER_SETTINGS);
        try {
            server.execute("CREATE DATABASE " + DATABASE);
            server.createTablespace("warm");
            database = server.database(DATABASE);
            boolean complete = showOn(rows);
            if (keep) {
                keep(server);
            }
            return complete;
        } finally {
            if (!keep) {
                server.close();
            }
        }
    }

    private boolean showOn(int rows) throws IOException, SQLException {
        step("Installing the routines (partition-tools deploy)");
        say(Deployer.forServer(database).deploy().size() + " files");
        step(String.format(Locale.ROOT, "Filling two neglected tables with %,d rows", rows));
        execute("SET demo.rows = " + rows + ";\n" + resource("/test_sql/demo_sales.sql"));
        execute(resource("/test_sql/demo_truth.sql"));
        List<TableWork> tables = tables();
        pictures(tables, "before");
        plan(tables);
        boolean complete = runWhileOthersWrite(tables);
        report();
        pictures(tables, "after");
        boolean same = compare();
        return archive() && same && complete;
    }

    private boolean archive() throws IOException, SQLException {
        step("Unloading the two oldest quarters to an S3 server of our own (partition-tools run)");
        try (ArchiveScene scene = ArchiveScene.open(database, displays)) {
            boolean unloaded = scene.unload();
            say(TextTable.of(scene.archives().without("lower_bound", "upper_bound")).stripTrailing());
            step("Bringing them back (partition-tools restore)");
            boolean restored = scene.restore();
            return compare() && unloaded && restored;
        }
    }

    private void plan(List<TableWork> tables) throws SQLException {
        step("What has to be done (partition-tools plan demo-policy.yaml)");
        try (Connection connection = database.open()) {
            PartitionApi api = new PartitionApi(connection);
            List<Rows> plans = new ArrayList<>();
            for (TableWork table : tables) {
                plans.add(api.plan(table, Optional.empty()).withFirst("table", table.table()));
            }
            say(PlanText.of(Rows.union(plans.get(0).columns(), plans)).stripTrailing());
        }
    }

    private boolean runWhileOthersWrite(List<TableWork> tables) throws SQLException {
        step("Doing it (partition-tools run demo-policy.yaml), while " + WRITERS + " sessions write to the tables");
        Writers writers = Writers.start(database, WRITERS);
        List<TableResult> results;
        try (writers; ProgressDisplay display = displays.get()) {
            results = new Runner(database, display).run(new PolicyWork(tables, work -> Optional.empty(), false), tables.size());
        }
        say(writers.summary());
        writers.errors().forEach(this::say);
        return results.stream().allMatch(TableResult::isDone) && writers.errors().isEmpty();
    }

    private void report() throws SQLException {
        step("What was done (partition-tools report)");
        try (Connection connection = database.open()) {
            Rows report = new PartitionApi(connection).report(10);
            say(TextTable.of(report.without("kind", "job_start", "eta")).stripTrailing());
        }
    }

    private void pictures(List<TableWork> tables, String when) throws SQLException {
        step("The partitions " + when);
        try (Connection connection = database.open()) {
            for (TableWork table : tables) {
                say(PartitionPicture.of(connection, table.table()));
            }
        }
    }

    private boolean compare() throws SQLException {
        step("Comparing every row with the record of what was written (EXCEPT ALL, both ways)");
        boolean same = true;
        try (Connection connection = database.open()) {
            for (String table : List.of("orders", "page_views")) {
                Comparison comparison = Comparison.of(connection, "sales." + table, "truth." + table);
                say(comparison.toString());
                same &= comparison.isSame();
            }
        }
        say(same ? "Nothing is missing, nothing is double." : "THE TABLES DIFFER. Please report this.");
        return same;
    }

    private void keep(EmbeddedServer server) throws IOException {
        server.keepRunning();
        step("The server goes on running");
        say("psql:    psql -h localhost -p " + server.port() + " -U postgres " + DATABASE);
        say("JDBC:    " + database.url() + "?user=postgres");
        say("look:    SELECT * FROM partition_tools.partitions;   SELECT * FROM partition_tools.jobs;");
        say("again:   partition-tools plan config/demo-policy.yaml --url postgres://postgres@localhost:" + server.port() + "/"
                + DATABASE);
        say("stop:    " + String.join(" ", server.pgCtlCommand()) + " stop && rm -r " + server.folder());
    }

    private static List<TableWork> tables() throws IOException {
        // The reader wants a file, and in the jar there is none.
        Path file = Files.createTempFile("demo-policy", ".yaml");
        try (InputStream policy = Demo.class.getResourceAsStream(POLICY)) {
            Files.copy(policy, file, StandardCopyOption.REPLACE_EXISTING);
            PolicyFile read = PolicyReader.read(List.of(file)).policies().get(0);
            return read.tables().stream()
                    .map(table -> new TableWork(table.qualifiedName(), PolicyJson.of(table, read.timezone())))
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String resource(String name) {
        try (InputStream resource = Demo.class.getResourceAsStream(name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void step(String title) {
        out.printf(Locale.ROOT, "%n== %s  [%.1f s]%n", title, (System.nanoTime() - started) / 1e9);
        out.flush();
    }

    private void say(String text) {
        out.println(text.indent(2).stripTrailing());
        out.flush();
    }
}
