package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.cli.Invocation;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** Map and simulation as on PostgreSQL, and how unevenly the segments hold the rows. */
@GreenplumDatabase
class MapIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestDatabase original;
    private TestDatabase database;

    @TempDir
    private Path folder;
    private Path policy;
    private Path map;

    MapIT(TestDatabase original) {
        this.original = original;
    }

    @BeforeEach
    void table() throws IOException, SQLException {
        database = original.fresh();
        // All rows of March have one value of the distribution key.
        database.execute("CREATE TABLE t (id int, at date, note text) WITH (appendonly = true, orientation = column) DISTRIBUTED BY (id) PARTITION BY RANGE (at)"
                        + " (PARTITION jan START ('2026-01-01') END ('2026-02-01'), PARTITION feb START ('2026-02-01') END ('2026-03-01'),"
                        + " PARTITION mar START ('2026-03-01') END ('2026-04-01'), DEFAULT PARTITION rest)",
                "INSERT INTO t SELECT g, date '2026-01-10', 'even' FROM generate_series(1, 50000) AS g",
                "INSERT INTO t SELECT 7, date '2026-03-10', 'all in one place' FROM generate_series(1, 50000) AS g",
                "ANALYZE t");
        map = folder.resolve("map.json");
        policy = Files.writeString(folder.resolve("t.yaml"), """
                kind: partitioning
                api: v1
                start_date: "2026-01-15"
                connection_id: warehouse
                engine: greenplum
                schema: public
                tables:
                  - table: t
                    operations:
                      - {operation: create_partitions, granularity: 1 month, lower_bound: 3 months, upper_bound: -2 months}
                """);
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    @Test
    void theSegmentsAreCompared() throws Exception {
        int segments = Integer.parseInt(database.queryForString("SELECT count(*) FROM gp_segment_configuration WHERE role = 'p' AND content >= 0"));

        JsonNode found = read("map", policy.toString(), "--as-of", "2026-04-01");

        assertThat(found.findValues("error")).isEmpty();
        JsonNode rows = found.get("tables").get(0).get("segments").get("rows");
        assertThat(StreamSupport.stream(rows.spliterator(), false).map(row -> row.get(0).asText())).containsExactlyInAnyOrder("mar", "null", "jan");
        assertThat(row(rows, "mar").get(1).asInt()).isEqualTo(segments);
        assertThat(row(rows, "mar").get(2).asText()).isEqualTo(database.queryForString("SELECT DISTINCT gp_segment_id FROM t WHERE at = '2026-03-10'"));
        assertThat(row(rows, "mar").get(5).asDouble()).isEqualTo(segments);
        assertThat(row(rows, "jan").get(5).asDouble()).isCloseTo(1, within(0.05));
        assertThat(row(rows, "null").get(5).asDouble()).isBetween(1.1, segments - 0.1);
        assertThat(row(rows, "null").get(4).asText()).isEqualTo(database.queryForString("SELECT sum(bytes) FROM partition_tools_internal.map_partitions('t', NULL, now())"));
    }

    @Test
    void allTablesWithoutAPolicy() throws Exception {
        database.execute("CREATE TABLE listed (id int, region text) DISTRIBUTED BY (id) PARTITION BY LIST (region) (PARTITION n VALUES ('n'))");
        String url = database.url();

        Invocation all = Invocation.of("map", "--all", "--output", map.toString(), "--format", "json", "--url", url);

        assertThat(all.exitCode()).as(all.err()).isEqualTo(4);
        assertThat(all.err()).contains("PP011").doesNotContain("\tat ");
        JsonNode tables = JSON.readTree(map.toFile()).get("tables");
        assertThat(tables.findValuesAsText("name")).containsExactly("public.listed", "public.t");
        assertThat(tables.get(1).get("partitions").get("rows")).hasSize(4);
    }

    @Test
    void aSimulationEndsAsRunsDo() throws Exception {
        JsonNode simulated = Invocation.of("simulate", policy.toString(), "--as-of", "2026-04-01", "--months", "1", "--format", "json", "--url", database.url()).json();

        for (String day : new String[] {"2026-04-01", "2026-05-01"}) {
            Invocation run = Invocation.of("run", policy.toString(), "--as-of", day, "--watch", "--url", database.url());
            assertThat(run.exitCode()).as(run.err()).isZero();
        }

        assertThat(simulated.toString()).contains(database.queryForStrings(
                "SELECT partition_name FROM partition_tools.partitions WHERE table_name = 't' AND lower_bound >= '2026-04-01' AND NOT is_default"));
        assertThat(database.queryForStrings("SELECT p.lower_bound FROM partition_tools.partitions AS p WHERE p.table_name = 't' AND NOT p.is_default ORDER BY 1"))
                .containsExactly("2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01");
    }

    private JsonNode read(String... command) throws IOException {
        String[] words = Stream.of(command, new String[] {"--output", map.toString(), "--format", "json", "--url", database.url()})
                .flatMap(Stream::of).toArray(String[]::new);
        Invocation invocation = Invocation.of(words);
        assertThat(invocation.exitCode()).as(invocation.err()).isZero();
        return JSON.readTree(map.toFile());
    }

    private static JsonNode row(JsonNode rows, String name) {
        return StreamSupport.stream(rows.spliterator(), false).filter(row -> row.get(0).asText().equals(name)).findFirst().orElseThrow();
    }
}
