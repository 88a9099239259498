package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/**
 * Which partitions a window means: creation makes those that it touches, everything else takes those wholly inside, and the short form counts
 * whole partitions, at any time of day.
 */
@PartitionToolsDatabase(each = true)
class WindowsIT {

    private static final List<String> TIMES_OF_DAY = List.of("00:00:00", "00:00:00.000001", "00:00:01", "06:30:00", "12:00:00", "23:59:59.999999");

    private TestDatabase database;

    @BeforeEach
    void ofThisTest(TestDatabase fresh) {
        database = fresh;
    }

    @ParameterizedTest
    @ValueSource(strings = {"date", "timestamp", "timestamptz", "uuid", "bigint"})
    void theShortFormCountsWholePartitionsAtAnyTimeOfDay(String type) throws SQLException {
        Partitioned table = table("t", type);
        String[] expected = names("t", "2025_11_18", "2025_11_19", "2025_11_20", "2025_11_21", "2025_11_22", "2025_11_23", "2025_11_24");
        for (String zone : List.of("Pacific/Apia", "America/St_Johns", "Europe/Paris", "UTC")) {
            String policy = policy("daily", 3, 3).replace("{", "{\"timezone\": \"" + zone + "\", " + (type.equals("bigint") ? "\"epoch_unit\": \"s\", " : ""));
            for (String time : TIMES_OF_DAY) {
                assertThat(targets(policy, "2025-11-21 " + time + " " + zone)).as("%s in %s", time, zone).containsExactly(expected);
            }
            if (zone.equals("UTC")) {
                table.asOf("2025-11-21 00:00:00 UTC").run(policy);
                assertThat(table.partitions()).containsExactly(expected);
                for (String time : TIMES_OF_DAY) {
                    assertThat(table.asOf("2025-11-21 " + time + " UTC").plan(policy)).as("%s", time).isEmpty();
                }
            }
        }
    }

    private List<String> targets(String policy, String asOf) throws SQLException {
        return database.queryForStrings("SELECT split_part(t, ' ', 1) FROM partition_tools.plan('t', ?::json, ?::timestamptz) AS p, unnest(p.targets) AS t", policy, asOf);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "weekly | 2025-03-06 | 2025_w08 2025_w09 2025_w10 2025_w11 2025_w12",
        "weekly | 2024-12-30 | 2024_w51 2024_w52 2025_w01 2025_w02 2025_w03",
        "monthly | 2026-01-31 | 2025_11 2025_12 2026_01 2026_02 2026_03",
        "monthly | 2024-02-29 | 2023_12 2024_01 2024_02 2024_03 2024_04",
        "quarterly | 2026-01-01 | 2025_q3 2025_q4 2026_q1 2026_q2 2026_q3",
        "quarterly | 2025-12-31 | 2025_q2 2025_q3 2025_q4 2026_q1 2026_q2",
        "yearly | 2024-02-29 | 2022 2023 2024 2025 2026"})
    void everyIntervalCountsWholePartitions(String interval, String day, String expected) throws SQLException {
        Partitioned table = table("t", "timestamptz");
        String policy = policy(interval, 2, 2);
        for (String time : TIMES_OF_DAY) {
            assertThat(targets(policy, day + " " + time + " UTC")).as(time).containsExactly(names("t", expected.split(" ")));
        }
        table.asOf(day + " 23:59:59+00").run(policy);
        for (String time : TIMES_OF_DAY) {
            assertThat(table.asOf(day + " " + time + " UTC").plan(policy)).as(time).isEmpty();
        }
    }

    /** 23 and 25 hours; in the hour that the clock shows twice, too. */
    @Test
    void hoursAreCountedAcrossAChangeOfTheClock() throws SQLException {
        table("t", "timestamptz");
        String policy = policy("hourly", 3, 2).replace("{", "{\"timezone\": \"Europe/Berlin\", ");
        for (String hour : List.of("2026-03-29 00", "2026-03-29 01", "2026-03-29 02", "2026-10-25 00", "2026-10-25 01", "2026-10-25 02")) {
            assertThat(database.queryForStrings("""
                    SELECT regexp_replace(split_part(split_part(t, '[', 2), ',', 1), '^([0-9-]{10})$', '\\1 00:00+00')::timestamptz - ?::timestamptz
                      FROM partition_tools.plan('t', ?::json, ?::timestamptz) AS p, unnest(p.targets) AS t""", hour + ":00+00", policy, hour + ":30+00"))
                    .as(hour).containsExactly("-03:00:00", "-02:00:00", "-01:00:00", "00:00:00", "01:00:00", "02:00:00");
        }
    }

    @Test
    void withoutRetentionTheCurrentPartitionIsTheFirst() throws SQLException {
        Partitioned table = table("t", "date").asOf("2026-11-21 00:00+00");

        table.run("{\"interval\": \"daily\", \"pre_provisioned\": 1}");

        assertThat(table.partitions()).containsExactly("t_2026_11_21", "t_2026_11_22");
    }

    @Test
    void aRetentionOfZeroKeepsTheCurrentPartition() throws SQLException {
        Partitioned table = table("t", "date");
        String policy = policy("daily", 0, 1);
        for (String day : List.of("21", "22", "23")) {
            table.asOf("2025-11-" + day + " 15:00+00").run(policy);
        }
        assertThat(table.partitions()).containsExactly("t_2025_11_23", "t_2025_11_24");
    }

    @Test
    void retentionAndPreProvisionedCanBeIncreased() throws SQLException {
        Partitioned table = table("t", "date").asOf("2026-11-21 09:00+00");
        table.run(policy("daily", 1, 1));
        assertThat(table.partitions()).containsExactly(names("t", "2026_11_20", "2026_11_21", "2026_11_22"));

        table.run(policy("daily", 2, 3));

        assertThat(table.partitions()).containsExactly(names("t", "2026_11_19", "2026_11_20", "2026_11_21", "2026_11_22", "2026_11_23", "2026_11_24"));
    }

    @Test
    void retentionCanBeDecreased() throws SQLException {
        Partitioned table = table("t", "date").asOf("2026-11-21 09:00+00");
        table.run(policy("daily", 3, 3));

        table.run(policy("daily", 1, 1));

        // What lies ahead of the window may have rows already: it is reported, and stays.
        assertThat(table.partitions()).containsExactly(names("t", "2026_11_20", "2026_11_21", "2026_11_22", "2026_11_23", "2026_11_24"));
    }

    @Test
    void anIntervalCanChange() throws SQLException {
        Partitioned table = table("t", "date");
        table.asOf("2025-01-20").run(policy("monthly", 1, 1));
        assertThat(table.bounds()).containsExactly("t_2024_12 [2024-12-01 00:00, 2025-01-01 00:00)", "t_2025_01 [2025-01-01 00:00, 2025-02-01 00:00)",
                "t_2025_02 [2025-02-01 00:00, 2025-03-01 00:00)");

        table.asOf("2025-02-01").run("{\"interval\": \"weekly\", \"pre_provisioned\": 10, \"retention\": 2}");

        assertThat(table.bounds()).containsExactly("t_2025_01 [2025-01-01 00:00, 2025-02-01 00:00)", "t_2025_02 [2025-02-01 00:00, 2025-03-01 00:00)",
                "t_2025_03_01_to_2025_03_03 [2025-03-01 00:00, 2025-03-03 00:00)", "t_2025_w10 [2025-03-03 00:00, 2025-03-10 00:00)",
                "t_2025_w11 [2025-03-10 00:00, 2025-03-17 00:00)", "t_2025_w12 [2025-03-17 00:00, 2025-03-24 00:00)", "t_2025_w13 [2025-03-24 00:00, 2025-03-31 00:00)",
                "t_2025_w14 [2025-03-31 00:00, 2025-04-07 00:00)", "t_2025_w15 [2025-04-07 00:00, 2025-04-14 00:00)");
    }

    @Test
    void weeksCrossAChangeOfTheClock() throws SQLException {
        Partitioned table = table("t", "timestamptz");
        String policy = "{\"timezone\": \"Europe/Paris\", \"interval\": \"weekly\", \"pre_provisioned\": 2, \"retention\": 3}";

        table.asOf("2025-03-06").run(policy);
        table.asOf("2025-03-13").run(policy);

        assertThat(table.bounds()).containsExactly("t_2025_w08 [2025-02-16 23:00, 2025-02-23 23:00)", "t_2025_w09 [2025-02-23 23:00, 2025-03-02 23:00)",
                "t_2025_w10 [2025-03-02 23:00, 2025-03-09 23:00)", "t_2025_w11 [2025-03-09 23:00, 2025-03-16 23:00)", "t_2025_w12 [2025-03-16 23:00, 2025-03-23 23:00)",
                "t_2025_w13 [2025-03-23 23:00, 2025-03-30 22:00)");
    }

    /** From 21 April to 21 June: May lies inside, June begins there. */
    @Test
    void anUnloadTakesWhatLiesInsideOrWhatBeginsThere() throws SQLException {
        Partitioned table = table("t", "date").asOf("2026-11-21 12:00+00");
        database.execute("INSERT INTO partition_tools.s3_server (name, bucket) VALUES ('default', 'archive')");
        table.create("1 month", "8 months", "1 month");
        database.execute("INSERT INTO t SELECT g FROM generate_series(date '2026-03-01', '2026-10-31', '1 day') AS g");
        String unload = "[{\"operation\": \"unload_to_s3_partitions\", \"lower_bound\": \"7 months\", \"upper_bound\": \"5 months\"%s}]";

        assertThat(unloaded(table, unload.formatted(""))).containsExactly("t_2026_05");
        assertThat(unloaded(table, unload.formatted(", \"window\": \"whole\""))).containsExactly("t_2026_05");
        assertThat(unloaded(table, unload.formatted(", \"window\": \"start\""))).containsExactly("t_2026_05", "t_2026_06");
        table.with("SET partition_tools.unload_window = 'start'").call("unload_to_s3_partitions", "p_lower_bound", "7 months", "p_upper_bound", "5 months");
        assertThat(database.queryForStrings("SELECT split_part(sources[1], ' ', 1) FROM partition_tools.jobs WHERE action = 'unload' ORDER BY 1")).containsExactly("t_2026_05", "t_2026_06");
    }

    /** It will be empty, so there is nothing to archive; one that is filled from the default partition is archived in the same run. */
    @Test
    void whatAPlanMakesEmptyItDoesNotUnload() throws SQLException {
        Partitioned table = table("t", "date").asOf("2026-11-21 12:00+00");
        database.execute("INSERT INTO partition_tools.s3_server (name, bucket) VALUES ('default', 'archive')");
        String policy = """
                [{"operation": "create_partitions", "granularity": "1 month", "lower_bound": "5 months", "upper_bound": "1 month"},
                 {"operation": "unload_to_s3_partitions", "upper_bound": "3 months"}]""";

        assertThat(table.plan(policy)).singleElement().asString().startsWith("create_partitions create");

        database.execute("CREATE TABLE t_rest PARTITION OF t DEFAULT", "INSERT INTO t VALUES ('2026-07-07')");
        assertThat(table.plan(policy)).hasSize(3).first().asString().startsWith("create_partitions drain");
    }

    private static List<String> unloaded(Partitioned table, String policy) throws SQLException {
        return table.plan(policy).stream().map(action -> action.replaceAll(".*\\{\"([^ ]+) .*", "$1")).toList();
    }

    @Test
    void uuidBoundsAreThoseThatOthersDecode() throws SQLException {
        Partitioned table = table("t", "uuid").asOf("2025-02-10");

        table.run(policy("monthly", 2, 2));

        assertThat(database.queryForStrings("SELECT concat_ws(' ', partition_name, lower_bound) FROM partition_tools.partitions ORDER BY 1")).containsExactly(
                "t_2024_12 01937f84-5800-7000-8000-000000000000", "t_2025_01 01941f29-7c00-7000-8000-000000000000", "t_2025_02 0194bece-a000-7000-8000-000000000000",
                "t_2025_03 01954f00-b000-7000-8000-000000000000", "t_2025_04 0195eea5-d400-7000-8000-000000000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-01 00:00:00+00", "2026-11-01 00:00:01+00", "2026-11-21 12:00:00+00", "2026-11-30 23:59:59+00"})
    void creationMakesWhatItsWindowTouchesAndDeletionTakesWhatLiesInside(String asOf) throws SQLException {
        Partitioned table = table("t", "date").asOf(asOf);
        database.execute("CREATE TABLE t_rest PARTITION OF t DEFAULT", "INSERT INTO t SELECT g FROM generate_series(date '2025-06-01', '2026-12-31', '1 day') AS g");
        String policy = """
                {"cleanup_limit": 100, "operations": [
                 {"operation": "create_partitions", "granularity": "1 month", "lower_bound": "1 year", "upper_bound": "-3 months"},
                 {"operation": "delete_partitions", "upper_bound": "1 year"}]}""";

        table.run(policy);

        assertThat(table.partitions()).startsWith("t_2025_11").contains("t_2026_11", "t_2027_01").doesNotContain("t_2025_10");
        assertThat(table.plan(policy)).isEmpty();
        assertThat(database.queryForStrings("SELECT count(*) FROM t_rest WHERE k >= '2025-11-01'")).containsExactly("0");
    }

    /** Windows of 90 days and 3 months touch in a policy, and cross on the calendar; a year begins long before a window of a year. */
    @Test
    void whatIsMadeIsNeverDeletedInTheSameShape() throws SQLException {
        Map<String, String> policies = Map.of(
                "days", "{\"operation\": \"create_partitions\", \"granularity\": \"1 day\", \"lower_bound\": \"90 days\", \"upper_bound\": \"-1 day\"}, {\"operation\": \"delete_partitions\", \"upper_bound\": \"3 months\"}",
                "years", "{\"operation\": \"create_partitions\", \"granularity\": \"1 year\", \"lower_bound\": \"1 year\", \"upper_bound\": \"-1 month\"}, {\"operation\": \"delete_partitions\", \"upper_bound\": \"1 year\"}");
        for (Map.Entry<String, String> each : policies.entrySet()) {
            for (String asOf : List.of("2026-03-01 00:00+00", "2026-03-31 13:00+00", "2026-05-31 00:00:01+00")) {
                Partitioned table = table(each.getKey(), "date").asOf(asOf);
                database.execute("CREATE TABLE early PARTITION OF " + each.getKey() + " FOR VALUES FROM ('2025-01-01') TO ('2025-02-01')");
                String policy = "{\"cleanup_limit\": 100, \"cleanup_gaps\": \"accept\", \"operations\": [" + each.getValue() + "]}";

                table.run(policy);

                assertThat(table.plan(policy)).as("%s at %s", each.getKey(), asOf).isEmpty();
                database.execute("DROP TABLE " + each.getKey());
            }
        }
    }

    @Test
    void aDayIsTheDayOfThePolicysZone() throws SQLException {
        Partitioned table = table("t", "timestamptz").asOf("2026-11-21 00:00 Pacific/Auckland");

        table.run("{\"timezone\": \"Pacific/Auckland\", \"interval\": \"daily\"}");

        assertThat(table.partitions()).containsExactly("t_2026_11_21");
    }

    private Partitioned table(String name, String type) throws SQLException {
        database.execute("CREATE TABLE " + name + " (k " + type + " NOT NULL) PARTITION BY RANGE (k)");
        return new Partitioned(database, name);
    }

    private static String policy(String interval, int retention, int preProvisioned) {
        return "{\"cleanup_limit\": 100, \"interval\": \"" + interval + "\", \"pre_provisioned\": " + preProvisioned + ", \"retention\": " + retention + "}";
    }

    private static String[] names(String table, String... suffixes) {
        return Arrays.stream(suffixes).map(suffix -> table + "_" + suffix).toArray(String[]::new);
    }
}
