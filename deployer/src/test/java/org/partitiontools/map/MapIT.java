package org.partitiontools.map;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.cli.Invocation;
import org.partitiontools.lifecycle.Await;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** What the database tells a map: how each partition stands to its policy, and how everything is known. */
@PartitionToolsDatabase
class MapIT {

    /** Months for a year, quarters before; reference time 2026-06-15. */
    private static final String POLICY = """
            {"operations": [
              {"operation": "create_partitions", "granularity": "3 months", "lower_bound": "18 months", "upper_bound": "12 months"},
              {"operation": "merge_partitions", "granularity": "1 month", "lower_bound": "12 months", "upper_bound": "-1 month"}]}""";
    private static final String MERGE = "[{\"operation\": \"merge_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"12 months\", \"upper_bound\": \"-1 month\"}]";
    private static final String AS_OF = "2026-06-15 00:00+00";

    private final TestDatabase original;
    private TestDatabase database;

    @TempDir
    private Path folder;

    MapIT(TestDatabase original) {
        this.original = original;
    }

    @BeforeEach
    void table() throws SQLException {
        database = original.fresh();
        database.execute("CREATE TABLE t (at timestamptz NOT NULL, n int) PARTITION BY RANGE (at)");
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    @Test
    void aPartitionIsJudgedByTheWindowsItTouches() throws SQLException {
        partition("q", "2025-01-01", "2025-04-01");
        partition("month", "2026-01-01", "2026-02-01");
        partition("odd", "2026-02-10", "2026-02-20");
        partition("crossing", "2026-06-30", "2026-08-10");
        partition("old", "2020-01-01", "2020-02-01");
        partition("open", "2026-12-01", "infinity");
        database.execute("CREATE TABLE beginning PARTITION OF t FOR VALUES FROM (MINVALUE) TO ('2019-01-01 00:00+00')");

        assertThat(ask("SELECT name || ' ' || array_to_string(states, ',') FROM map WHERE what = 'partition' ORDER BY 1", POLICY)).containsExactly(
                "beginning outside", "crossing crossing", "month declared", "odd odd", "old outside", "open outside", "q declared");
        assertThat(ask("SELECT DISTINCT cardinality(states) FROM map", null)).containsExactly("0");
        assertThat(ask("SELECT concat_ws(' ', lower_text, upper_text) FROM map WHERE name IN ('beginning', 'month', 'open') ORDER BY 1", POLICY))
                .containsExactly("", "", "infinity");
    }

    @Test
    void gapsAreThoseOfTheCheck() throws SQLException {
        partition("a", "2026-01-01", "2026-02-01");
        partition("b", "2026-03-01", "2026-04-01");
        partition("c", "2026-04-01", "2026-05-01");

        assertThat(ask("SELECT format('no partition covers [%s, %s)', lower AT TIME ZONE 'UTC', upper AT TIME ZONE 'UTC') FROM map WHERE what = 'gap'", POLICY))
                .containsExactlyElementsOf(database.queryForStrings("SELECT message FROM partition_tools.check_partitions('t', ?::json, '" + AS_OF + "') WHERE finding = 'gap'", POLICY))
                .hasSize(1);
    }

    @Test
    void theDefaultPartitionSaysHowItsRangeIsKnown() throws SQLException {
        database.execute("CREATE TABLE rest PARTITION OF t DEFAULT");
        assertThat(rest()).containsExactly("null null null");

        database.execute("INSERT INTO t VALUES ('2020-02-02 00:00+00', 1), ('2026-03-03 00:00+00', 2)");
        assertThat(rest()).containsExactly("2020-02-02 2026-03-03 read from its rows");

        database.execute("ALTER TABLE rest SET (autovacuum_enabled = false)",
                "INSERT INTO t SELECT timestamptz '2021-01-01 00:00+00' + g * interval '10 minutes', g FROM generate_series(1, 250000) AS g");
        assertThat(rest()).containsExactly("null null not known: no index on the key, and no statistics");
        database.execute("ANALYZE rest");
        assertThat(rest()).singleElement().asString().endsWith("estimated by the last ANALYZE");
        database.execute("CREATE INDEX ON rest (at)");
        assertThat(rest()).containsExactly("2020-02-02 2026-03-03 read from its rows");

        database.execute("INSERT INTO t VALUES ('infinity', 1), ('-infinity', 1)");
        assertThat(rest()).containsExactly("-infinity infinity read from its rows");
    }

    @Test
    void keysThatAreNoPointsInTimeAreSaidToBe() throws SQLException {
        database.execute("CREATE TABLE days (d date) PARTITION BY RANGE (d)", "CREATE TABLE days_rest PARTITION OF days DEFAULT",
                "INSERT INTO days VALUES ('5874897-01-01'), ('2026-01-01')");

        assertThat(database.queryForStrings("SELECT concat_ws(' ', lower, note) FROM partition_tools_internal.map_partitions('days', NULL, now())"))
                .containsExactly("not known: it has keys that are no points in time");
    }

    @Test
    void aJobThatHasBegunIsOnItsPartitions() throws Exception {
        partition("a", "2026-01-01", "2026-01-15");
        partition("b", "2026-01-15", "2026-02-01");
        database.execute("INSERT INTO t SELECT '2026-01-02 00:00+00', 1 FROM generate_series(1, 100)");
        try (Connection reader = database.connect(); Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM t");
            long job = Long.parseLong(database.queryForString("SELECT job_id FROM partition_tools.run('t', ?::json, '" + AS_OF + "')", MERGE));
            CompletableFuture<Void> start = CompletableFuture.runAsync(() -> execute("CALL partition_tools.start(" + job + ")"));

            Await.until("the map shows the job, and the watch what it waits for", () ->
                    ask("SELECT name || ' ' || array_to_string(states, ',') || ' ' || array_to_string(jobs, ',') FROM map ORDER BY 1", POLICY)
                            .equals(List.of("a odd,unfinished " + job, "b odd,unfinished " + job))
                    && database.queryForStrings("SELECT remark FROM partition_tools_internal.job_activity(ARRAY[" + job + "::bigint])").stream()
                            .anyMatch(remark -> remark.matches("(?s).*(waits for transactions that are older than the copy: \\d+|held by session \\d+ .*).*")));
            assertThat(database.queryForStrings("SELECT state FROM partition_tools.jobs_timeline WHERE job_id = " + job + " ORDER BY ordinal DESC LIMIT 1")).containsExactly("running");
            reader.commit();
            start.join();
        }
        assertThat(ask("SELECT name || ' ' || array_to_string(states, ',') FROM map", POLICY)).containsExactly("t_2026_01 declared");
        assertThat(database.queryForStrings("SELECT DISTINCT state FROM partition_tools.jobs_timeline")).containsExactly("done");
        assertThat(database.queryForStrings("SELECT count(*) FROM partition_tools.jobs_timeline WHERE locked_ms IS NOT NULL AND phase = 'swap'")).containsExactly("1");
        assertThat(database.queryForStrings("SELECT sum(rows) FROM partition_tools.jobs_timeline")).containsExactly("100");
    }

    @Test
    void anEstimateSaysByWhatItIsMade() throws SQLException {
        partition("a", "2026-01-01", "2026-01-15");
        partition("b", "2026-01-15", "2026-02-01");
        partition("c", "2026-02-01", "2026-02-15");
        partition("d", "2026-02-15", "2026-03-01");
        database.execute("INSERT INTO t SELECT timestamptz '2026-01-02 00:00+00' + g % 2 * interval '1 month', 1 FROM generate_series(1, 1000) AS g", "ANALYZE t");
        String estimates = "SELECT concat_ws(' ', action, CASE WHEN seconds > 0 THEN 'takes time' END, seconds_basis) FROM partition_tools_internal.map_actions('t', ?::json, '" + AS_OF + "') WHERE part = 'action' ORDER BY ordinal";
        assertThat(database.queryForStrings(estimates, MERGE)).containsExactly("merge", "merge");

        database.execute("CALL partition_tools.merge_partitions('t', '1 month', '6 months', '4 months', p_limit_operations => 1, p_as_of => '" + AS_OF + "')");

        assertThat(database.queryForStrings(estimates, MERGE)).contains("merge takes time earlier jobs of this table");
        assertThat(database.queryForStrings("SELECT basis FROM partition_tools_internal.map_rate('pg_class', 'stage and swap')")).containsExactly("earlier jobs of other tables");
    }

    @Test
    void whoMayOnlyLookGetsAMapOfWhatMayBeSeen() throws Exception {
        partition("a", "2026-01-01", "2026-02-01");
        database.execute("CREATE TABLE rest PARTITION OF t DEFAULT", "INSERT INTO t VALUES ('2026-06-06 00:00+00', 1)",
                "DO $$ BEGIN CREATE ROLE map_looker LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$", "GRANT partition_tools_viewer TO map_looker");
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                kind: partitioning
                api: v1
                start_date: "2026-01-01"
                connection_id: warehouse
                schema: public
                tables:
                  - table: t
                    interval: monthly
                    pre_provisioned: 1
                """);

        Invocation made = map(database.as("map_looker"), policy.toString());

        assertThat(made.exitCode()).isNotZero();
        assertThat(made.err()).contains("permission denied");
        JsonNode table = read().get("tables").get(0);
        assertThat(table.get("partitions").get("rows")).hasSize(2);
        assertThat(table.get("partitions").toString()).contains("not known: no right to read its rows");
        assertThat(table.get("plan").get("error").get("message").asText()).contains("permission denied");
        assertThat(table.has("jobs")).isTrue();

        assertThat(map(database.as("map_looker"), "--all").exitCode()).isZero();
    }

    @Test
    void whatCannotBeDrawnIsNamedBesideTheRest() throws Exception {
        partition("a", "2026-01-01", "2026-02-01");
        database.execute("CREATE TABLE listed (k text) PARTITION BY LIST (k)", "CREATE TABLE listed_a PARTITION OF listed FOR VALUES IN ('a')");

        Invocation made = map(database, "--all");

        assertThat(made.exitCode()).isNotZero();
        assertThat(made.err()).contains("listed");
        assertThat(read().get("tables").findValuesAsText("name")).containsExactly("public.listed", "public.t");
        assertThat(read().get("tables").get(0).get("partitions").get("error").get("sqlstate").asText()).startsWith("PP01");
        assertThat(read().get("tables").get(1).get("partitions").get("rows")).hasSize(1);
    }

    @Test
    void itNeedsPoliciesOrAll() {
        assertThat(map(database).exitCode()).isEqualTo(1);
        assertThat(map(database, "--all", "../config/demo-policy.yaml").exitCode()).isEqualTo(1);
        assertThat(Invocation.of("map", "--all", "--url", database.url(), "--output", "/nowhere/map.html").err()).contains("cannot write /nowhere/map.html");
    }

    private void partition(String name, String lower, String upper) throws SQLException {
        String zone = " 00:00+00";
        database.execute("CREATE TABLE " + name + " PARTITION OF t FOR VALUES FROM ('" + lower + zone + "') TO ('" + upper + ("infinity".equals(upper) ? "" : zone) + "')");
    }

    private List<String> ask(String question, String policy) throws SQLException {
        return database.queryForStrings("WITH map AS (SELECT * FROM partition_tools_internal.map_partitions('t', ?::json, '" + AS_OF + "')) " + question, policy);
    }

    private List<String> rest() throws SQLException {
        return ask("SELECT concat_ws(' ', coalesce((lower AT TIME ZONE 'UTC')::date::text, 'null'), coalesce((upper AT TIME ZONE 'UTC')::date::text, 'null'), coalesce(note, 'null')) FROM map WHERE what = 'default'", null);
    }

    private void execute(String sql) {
        try {
            database.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Invocation map(TestDatabase as, String... arguments) {
        List<String> all = new ArrayList<>(List.of("map", "--url", as.url(), "--format", "json", "--output", folder.resolve("map.json").toString()));
        all.addAll(List.of(arguments));
        return Invocation.of(all.toArray(String[]::new));
    }

    private JsonNode read() throws IOException {
        return new ObjectMapper().readTree(Files.readString(folder.resolve("map.json")));
    }
}
