package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.util.ServerErrorMessage;

/** Policies on a real table: check_config, windows, limits, plans that come to an end. */
@PartitionToolsDatabase(each = true)
class PolicySqlIT {

    private static final String CREATE_MONTHS = "{\"operation\": \"create_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"1 year\", \"upper_bound\": \"-2 months\"}";

    private TestDatabase database;
    private Partitioned table;

    @BeforeEach
    void makeTable(TestDatabase fresh) throws SQLException {
        database = fresh;
        database.execute("CREATE TABLE events (at timestamptz, id bigint, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
                "CREATE TABLE events_rest PARTITION OF events DEFAULT");
        table = new Partitioned(database, "public.events");
    }

    private void insert(String from, String to, String step) throws SQLException {
        database.execute("INSERT INTO events SELECT g, row_number() OVER () FROM generate_series(timestamptz '%s+00', timestamptz '%s+00', '%s') AS g"
                .formatted(from, to, step));
    }

    private void partition(String name, String from, String to) throws SQLException {
        database.execute("CREATE TABLE %s PARTITION OF events FOR VALUES FROM ('%s+00') TO ('%s+00')".formatted(name, from, to));
    }

    /** One for all cases: a table for each would take most of the time. */
    @Test
    void checkConfigDecidesAsTheJavaRulesDo() throws SQLException {
        database.execute("INSERT INTO partition_tools.s3_server (name, bucket) VALUES ('default', 'archives')");
        for (ContradictionCases.Case testCase : ContradictionCases.read()) {
            if (testCase.expected() == null) {
                table.checkConfig(testCase.policy());
            } else {
                ServerErrorMessage error = SqlErrors.raised("PP003", () -> table.checkConfig(testCase.policy()));
                assertThat(error.getDetail().lines()).as("%s", testCase).isNotEmpty().allMatch(line -> line.startsWith(testCase.expected() + ": "));
                assertThat(error.getMessage()).contains("public.events");
                assertThat(error.getHint()).isNotBlank();
            }
        }
    }

    @Test
    void whatCheckConfigRefusesIsNeitherPlannedNorRun() {
        String policy = "[" + CREATE_MONTHS + ", {\"operation\": \"delete_partitions\", \"upper_bound\": \"6 months\"}]";
        SqlErrors.raised("PP003", () -> table.plan(policy));
        SqlErrors.raised("PP003", () -> table.run(policy));
        SqlErrors.raised("PP003", () -> table.check(policy));
    }

    @Test
    void thePolicyThatUsersHaveIsAcceptedAndPlanned() throws SQLException {
        ExamplePolicy policy = ExamplePolicy.read(Path.of("config", "example-policy.yaml"));
        assertThat(policy.tables()).containsExactlyInAnyOrder("sales.orders", "sales.order_lines", "sales.sessions", "sales.logs");
        database.execute("CREATE SCHEMA sales", "INSERT INTO partition_tools.s3_server (name, bucket) VALUES ('default', 'archives')");
        for (String name : policy.tables()) {
            database.execute("CREATE TABLE " + name + " (day date, id bigint, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)",
                    "CREATE TABLE " + name + "_rest PARTITION OF " + name + " DEFAULT",
                    "INSERT INTO " + name + " SELECT g, 1 FROM generate_series(date '2019-01-01', '2026-06-14', '10 days') AS g");
            Partitioned each = new Partitioned(database, name);
            each.checkConfig(policy.json(name));
            assertThat(each.plan(policy.json(name))).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sales.orders", "sales.sessions", "sales.logs"})
    void thePolicyThatUsersHaveBringsItsTablesIntoShape(String name) throws SQLException {
        String policy = ExamplePolicy.read(Path.of("config", "example-policy.yaml")).json(name);
        database.execute("CREATE SCHEMA sales", "CREATE TABLE " + name + " (day date, id bigint, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)",
                "CREATE TABLE " + name + "_rest PARTITION OF " + name + " DEFAULT",
                "INSERT INTO " + name + " SELECT g, 1 FROM generate_series(date '2021-01-01', '2026-06-14', '10 days') AS g");
        Partitioned each = new Partitioned(database, name);
        long rows = each.rows();

        assertComesToAnEnd(each, policy);

        assertThat(each.rows()).isEqualTo(rows);
    }

    @Test
    void aServerThatIsNotKnownIsRefusedByAllButPlan() throws SQLException {
        String policy = "[" + CREATE_MONTHS + ", {\"operation\": \"unload_to_s3_partitions\", \"lower_bound\": \"10 years\", \"upper_bound\": \"1 year\", \"s3_server_name\": \"s\", \"s3_bucket\": \"b\"}]";
        partition("old", "2020-01-01", "2020-02-01");
        insert("2020-01-01", "2020-01-31", "1 day");

        assertThat(SqlErrors.raised("PP070", () -> table.checkConfig(policy)).getHint()).isNotBlank();
        assertThat(table.plan(policy)).anyMatch(line -> line.startsWith("unload_to_s3_partitions unload"));
        assertThat(SqlErrors.raised("PP070", () -> table.run(policy)).getHint()).isNotBlank();
        assertThat(table.partitions()).containsExactly("old", "events_rest");
    }

    @Test
    void aPartitionBelongsToAWindowOnlyIfItLiesWhollyInside() throws SQLException {
        partition("before", "2025-01-01", "2025-06-15 12:00");
        partition("straddles_the_start", "2025-06-15 12:00", "2025-07-01");
        partition("inside", "2025-07-01", "2025-08-01");
        partition("touches_the_end", "2025-08-01", "2026-03-15 12:00");
        partition("after", "2026-03-15 12:00", "2026-04-01");
        partition("future", "2027-01-01", "2028-01-01");
        insert("2025-01-01", "2026-06-01", "1 day");

        Partitioned table = this.table.removingAnything();
        // The window is [2025-06-15 12:00, 2026-03-15 12:00): its ends are inside.
        table.delete("1 year", "3 months");
        assertThat(table.partitions()).containsExactly("before", "after", "future", "events_rest");
        table.delete("10 years", "12 months 1 second");
        assertThat(table.partitions()).containsExactly("before", "after", "future", "events_rest");
        table.delete(null, "-10 years");
        assertThat(table.partitions()).as("the default is never dropped").containsExactly("events_rest");
    }

    @Test
    void nothingOutsideTheWindowIsTouched() throws SQLException {
        for (int month = 1; month <= 9; month++) {
            partition("m" + month, "2025-0%d-01".formatted(month), "2025-%02d-01".formatted(month + 1));
        }
        List<String> before = oids("m1", "m2", "m3", "m4");

        // From 25 April to 15 October: the second quarter begins before the window, the third lies inside.
        table.merge("3 months", "13 months 20 days", "8 months");
        table.move("13 months 20 days", "8 months", "warm");

        assertThat(oids("m1", "m2", "m3", "m4")).isEqualTo(before);
        assertThat(table.partitions()).containsExactly("m1", "m2", "m3", "m4", "m5", "m6", "events_2025_q3", "events_rest");
    }

    private List<String> oids(String... names) throws SQLException {
        return database.queryForStrings("SELECT c.relname || c.oid || c.relfilenode FROM pg_class c WHERE c.relname = ANY (string_to_array(?, ',')) ORDER BY 1", String.join(",", names));
    }

    @Test
    void detachLeavesTheTable() throws SQLException {
        partition("old", "2020-01-01", "2020-02-01");
        database.execute("INSERT INTO old VALUES ('2020-01-01 00:00+00', 1)");

        table.removingAnything().call("delete_partitions", "p_upper_bound", "1 year", "p_cleanup_policy", "detach");

        assertThat(table.partitions()).containsExactly("events_rest");
        assertThat(database.queryForString("SELECT count(*) FROM old")).isEqualTo("1");
    }

    @Test
    void limitsBoundTheActionsOfOneCall() throws SQLException {
        table.call("create_partitions", "p_granularity", "1 month", "p_lower_bound", "11 months", "p_upper_bound", "2 months", "p_limit_operations", "2");
        assertThat(table.partitions()).containsExactly("events_2025_07", "events_2025_08", "events_rest");
        table.create("1 month", "11 months", "2 months");
        assertThat(table.partitions()).hasSize(11);

        table.call("merge_partitions", "p_granularity", "3 months", "p_lower_bound", "1 year", "p_upper_bound", "1 month", "p_limit_operations", "1");
        assertThat(table.partitions()).startsWith("events_2025_q3", "events_2025_10");
        table.call("move_partitions", "p_upper_bound", "1 month", "p_tablespace", "warm", "p_limit_operations", "2");
        assertThat(database.queryForStrings("SELECT partition_name FROM partition_tools.partitions WHERE tablespace = 'warm' ORDER BY lower_time"))
                .containsExactly("events_2025_q3", "events_2025_10");
        table.call("delete_partitions", "p_upper_bound", "1 month", "p_limit_operations", "3");
        assertThat(table.partitions()).startsWith("events_2025_12");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        // Windows that overlap: the coarser first, the finer fills up.
        """
        [{"operation": "create_partitions", "granularity": "1 year", "lower_bound": "5 years", "upper_bound": "9 months"},
         {"operation": "create_partitions", "granularity": "3 months", "lower_bound": "1 year", "upper_bound": "2 months"},
         {"operation": "create_partitions", "granularity": "1 month", "lower_bound": "3 months", "upper_bound": "-3 months"},
         {"operation": "merge_partitions", "granularity": "3 months", "lower_bound": "1 year", "upper_bound": "3 months", "table_space": "warm", "limit_operations": 1}]""",
        """
        {"timezone": "America/Sao_Paulo", "operations": [
         {"operation": "create_partitions", "granularity": "1 week", "lower_bound": "3 months", "upper_bound": "-1 month"},
         {"operation": "create_partitions", "granularity": "1 month", "lower_bound": "18 months", "upper_bound": "2 months"},
         {"operation": "move_partitions", "lower_bound": "18 months", "upper_bound": "6 months", "ddl_with_param": "WITH (fillfactor = 80, toast.autovacuum_enabled = off)", "limit_operations": 3},
         {"operation": "delete_partitions", "upper_bound": "18 months", "limit_operations": 1}]}""",
        """
        {"timezone": "Europe/Berlin", "operations": [
         {"operation": "create_partitions", "granularity": "6 hours", "lower_bound": "10 days", "upper_bound": "-2 days"},
         {"operation": "create_partitions", "granularity": "1 day", "lower_bound": "20 days", "upper_bound": "9 days"},
         {"operation": "merge_partitions", "granularity": "1 day", "lower_bound": "30 days", "upper_bound": "5 days"},
         {"operation": "merge_partitions", "granularity": "1 month", "lower_bound": "2 years", "upper_bound": "30 days"},
         {"operation": "delete_partitions", "lower_bound": "50 years", "upper_bound": "2 years", "cleanup_policy": "detach"}]}""",
        """
        {"interval": "monthly", "pre_provisioned": 3, "retention": 12, "cleanup_policy": "drop"}""",
        """
        {"interval": "hourly", "pre_provisioned": 5, "retention": 12, "timezone": "Australia/Lord_Howe"}"""})
    void afterARunThePlanIsEmpty(String policy) throws SQLException {
        partition("ancient", "2019-02-03", "2019-05-06 07:08:09");
        partition("odd", "2025-11-11 11:11", "2026-02-02 02:02");
        partition("recent", "2026-04-30", "2026-05-02");
        partition("future", "2026-08-10", "2026-08-11");
        insert("2021-01-01", "2026-06-15", "3 days");

        assertComesToAnEnd(table.removingAnything(), policy);

        assertThat(database.queryForStrings("SELECT DISTINCT state FROM partition_tools.jobs")).containsExactly("completed");
    }

    /** With limits it takes several runs, but each makes progress. */
    private static void assertComesToAnEnd(Partitioned table, String policy) throws SQLException {
        for (int i = 0; i < 30 && !table.plan(policy).isEmpty(); i++) {
            table.run(policy);
        }
        assertThat(table.plan(policy)).isEmpty();
        table.run(policy);
        assertThat(table.check(policy)).noneMatch(finding -> finding.startsWith("error"));
    }

    @ParameterizedTest
    @EnumSource
    void thePlanIsTheSameInEverySession(SessionSettings settings) throws SQLException {
        partition("odd", "2025-11-11 11:11", "2026-02-02 02:02");
        insert("2025-01-01", "2026-06-15", "3 days");
        String plan = "SELECT concat_ws(' ', operation, action, sources, targets, regexp_replace(strategy, '; takes about .*', '')) FROM partition_tools.plan('events', "
                + Literals.quote("[" + CREATE_MONTHS + ", {\"operation\": \"merge_partitions\", \"granularity\": \"3 months\", \"lower_bound\": \"1 year\", \"upper_bound\": \"1 month\"}]")
                + ", timestamptz '" + Partitioned.AS_OF + "')";
        CommonSql sql = new CommonSql(database.url());
        List<String> expected = sql.strings(plan);

        assertThat(sql.stringsUnder(settings, plan)).isEqualTo(expected).isNotEmpty();
        database.execute(settings.around("CALL partition_tools.create_partitions('events', '1 month', '1 year', '-2 months', p_as_of => '2026-06-15T12:00:00Z')"));
        assertThat(table.partitions()).contains("events_2025_07", "events_2026_07", "events_2025_11_01_000000_to_2025_11_11_111100");
    }

    @Test
    void theReferenceTimeIsWhatCounts() throws SQLException {
        insert("2026-01-01", "2026-06-15", "1 day");
        table.asOf("2020-06-15 12:00+00").create("1 month", "2 months", "15 days");
        table.asOf("2030-01-01 00:00+00").create("1 month", "2 months", "0 days");
        assertThat(table.partitions()).containsExactly("events_2020_04", "events_2020_05", "events_2029_11", "events_2029_12", "events_rest");

        table.asOf("2025-01-01 00:00+00").removingAnything().delete(null, "1 day");
        assertThat(table.partitions()).containsExactly("events_2029_11", "events_2029_12", "events_rest");
        assertThat(table.rows()).isEqualTo(166);
    }

    @Test
    void planAndChecksChangeNothing() throws SQLException {
        partition("odd", "2025-11-11 11:11", "2026-02-02 02:02");
        insert("2025-01-01", "2026-06-15", "3 days");
        String policy = "[" + CREATE_MONTHS + ", {\"operation\": \"delete_partitions\", \"upper_bound\": \"1 year\"}]";
        List<String> before = Snapshot.of(database);
        Partitioned reader = table.with("SET default_transaction_read_only = on");

        assertThat(reader.plan(policy)).isNotEmpty();
        assertThat(reader.check(policy)).isNotEmpty();
        reader.checkConfig(policy);

        assertThat(Snapshot.of(database)).isEqualTo(before);
    }

    @Test
    void manyOperationsAreOneDrain() throws SQLException {
        insert("2020-01-01", "2026-06-15", "1 day");
        String years = IntStream.range(0, 6).mapToObj(i -> "{\"operation\": \"create_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"%d years\", \"upper_bound\": \"%d years\"}".formatted(i + 1, i))
                .reduce((a, b) -> a + "," + b).orElseThrow();

        assertThat(table.plan("[" + years + "]")).singleElement().asString().startsWith("create_partitions drain");
    }
}
