package org.partitiontools.map;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.cli.Invocation;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** What is simulated is what happens. */
@PartitionToolsDatabase
class SimulateIT {

    private static final String DEMO = "../config/demo-policy.yaml";

    private final TestDatabase original;
    private TestDatabase database;

    @TempDir
    private Path folder;

    SimulateIT(TestDatabase original) {
        this.original = original;
    }

    @BeforeEach
    void fillTables() throws IOException, SQLException {
        database = original.fresh();
        database.executeFile(Path.of("../test_sql/demo_sales.sql"), "SET demo.rows = 3000");
        database.execute("ANALYZE");
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    /** Every partition in the end, its bounds and its tablespace, and every action on the way there. */
    @Test
    void aYearOfRealRunsEndsWhereTheSimulationDid() throws Exception {
        LocalDate start = LocalDate.now();
        JsonNode simulation = invoke("simulate", DEMO, "--as-of", start.toString(), "--months", "12", "--format", "json").json();
        List<String> jobsBefore = database.queryForStrings("SELECT job_id FROM partition_tools.jobs");
        assertThat(jobsBefore).as("a simulation touches nothing").isEmpty();

        for (int month = 0; month <= 12; month++) {
            Invocation run = invoke("run", DEMO, "--force", "--as-of", start.plusMonths(month).toString());
            assertThat(run.exitCode()).as("month %d: %s", month, run.err()).isZero();
        }

        for (String table : List.of("orders", "page_views")) {
            assertThat(of(simulation, "sales." + table, "partition", "name", "lower", "upper", "tablespace")).containsExactlyInAnyOrderElementsOf(database.queryForStrings("""
                    SELECT concat_ws(' ', partition_name, lower_time, upper_time, tablespace) FROM partition_tools.partitions
                    WHERE table_schema = 'sales' AND table_name = ?""", table));
            assertThat(of(simulation, "sales." + table, "action", "action", "sources", "targets")).containsExactlyElementsOf(database.queryForStrings("""
                    SELECT concat_ws(' ', action, array_to_string(sources, ', '), array_to_string(targets, ', ')) FROM partition_tools.jobs
                    WHERE target = ? AND state = 'completed' ORDER BY job_id""", "sales." + table));
        }
        assertThat(of(simulation, "sales.orders", "action", "action")).contains("drain", "align", "merge", "create", "move", "drop");
    }

    @Test
    void whatARunWouldRefuseIsSaid() throws Exception {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                kind: partitioning
                api: v1
                start_date: "2026-01-01"
                connection_id: warehouse
                schema: sales
                tables:
                  - table: orders
                    operations:
                      - operation: delete_partitions
                        upper_bound: -1 month
                """);

        JsonNode simulation = invoke("simulate", policy.toString(), "--months", "1", "--format", "json").json();

        assertThat(of(simulation, "sales.orders", "action", "note")).isNotEmpty().allSatisfy(note -> assertThat(note).startsWith("PP09"));
        assertThat(of(simulation, "sales.orders", "partition", "name")).contains("orders_old_" + oldest());
        assertThat(invoke("simulate", policy.toString()).out()).contains("refused, PP09");
    }

    @Test
    void tablespacesFillWithTheGrowthThatThePartitionsShow() throws Exception {
        database.execute("CREATE TABLE sales.steady (at date NOT NULL, filler text) PARTITION BY RANGE (at)",
                "CREATE TABLE sales.steady_before PARTITION OF sales.steady FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
                "INSERT INTO sales.steady SELECT date '2025-01-01' + g % 365, repeat('x', 100) FROM generate_series(1, 36500) AS g", "ANALYZE sales.steady");
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                kind: partitioning
                api: v1
                start_date: "2026-01-01"
                connection_id: warehouse
                schema: sales
                tables:
                  - table: steady
                    operations:
                      - operation: create_partitions
                        granularity: 1 year
                        lower_bound: 1 day
                        upper_bound: -1 day
                """);

        JsonNode simulation = invoke("simulate", policy.toString(), "--as-of", "2026-01-01", "--months", "12", "--every", "6 months", "--format", "json").json();

        assertThat(of(simulation, "sales.steady", "growth", "rows", "note")).containsExactly("100 the partitions of the year before that are complete");
        // A hundred rows a day, in two halves of a year.
        assertThat(of(simulation, "sales.steady", "tablespace", "rows")).containsExactly("36500", String.valueOf(36500 + 18100), String.valueOf(36500 + 36500));
        assertThat(invoke("simulate", policy.toString(), "--as-of", "2026-01-01").out()).contains("sales.steady", "grows by about 100 rows", "create  steady_2026", "pg_default: 2 partitions");
    }

    @Test
    void wrongStepsAreRefused() {
        assertThat(invoke("simulate", DEMO, "--every", "0 days").err()).contains("not 12 months by");
        assertThat(invoke("simulate", DEMO, "--every", "1 second").exitCode()).isEqualTo(1);
    }

    private String oldest() throws SQLException {
        return database.queryForString("SELECT min(substr(partition_name, 12)) FROM partition_tools.partitions WHERE partition_name LIKE 'orders_old_%'");
    }

    private Invocation invoke(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--url", database.url()));
        return Invocation.of(all.toArray(String[]::new));
    }

    /** Some columns of the rows of one kind, as text. */
    private static List<String> of(JsonNode simulation, String table, String what, String... columns) {
        return StreamSupport.stream(simulation.spliterator(), false)
                .filter(row -> row.get("table").asText().equals(table) && row.get("what").asText().equals(what))
                .map(row -> Arrays.stream(columns).map(row::get).filter(value -> !value.isNull()).map(SimulateIT::text).toList())
                .map(values -> String.join(" ", values))
                .toList();
    }

    private static String text(JsonNode value) {
        return value.isArray() ? String.join(", ", StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText).toList()) : value.asText();
    }
}
