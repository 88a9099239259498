package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.util.ServerErrorMessage;

/** A run that would remove too much, or the wrong partitions, does not; and what check says of partitions that are not as declared. */
@PartitionToolsDatabase(each = true)
class CleanupIT {

    private static final String DAILY = "{\"interval\": \"daily\", \"pre_provisioned\": 3, \"retention\": 3%s}";
    private static final String POLICY = DAILY.formatted("");

    private TestDatabase database;
    private Partitioned table;

    @BeforeEach
    void sevenDays(TestDatabase fresh) throws SQLException {
        database = fresh;
        database.execute("CREATE TABLE logs (at timestamptz NOT NULL, n int) PARTITION BY RANGE (at)");
        table = new Partitioned(database, "public.logs").asOf("2026-06-15 12:00+00");
        table.run(POLICY);
        assertThat(table.partitions()).hasSize(7);
        database.execute("INSERT INTO logs SELECT g, 1 FROM generate_series(timestamptz '2026-06-12 00:00+00', '2026-06-18 23:00+00', '1 hour') AS g");
    }

    @Test
    void aWrongClockRemovesNothing() throws SQLException {
        Partitioned wrong = table.asOf("2036-01-01 00:00+00");

        ServerErrorMessage error = SqlErrors.raised("PP098", () -> wrong.run(POLICY));
        assertThat(error.getMessage()).contains("public.logs", "2036-01-01");
        assertThat(error.getHint()).contains("--force", "partition_tools.reference_time");
        assertUntouched();
        // Whoever insists on the time still removes nothing, and makes nothing either.
        assertThat(SqlErrors.raised("PP095", () -> wrong.with("SET partition_tools.reference_time = 'any'").run(POLICY)).getMessage()).contains("7 of the 7 partitions of public.logs");
        SqlErrors.raised("PP095", () -> table.delete(null, "-30 days"));
        assertUntouched();
        assertThat(wrong.plan(POLICY)).hasSize(8);
        assertThat(wrong.check(POLICY)).anyMatch(finding -> finding.startsWith("error refused") && finding.contains("PP098"));

        wrong.with("SET partition_tools.reference_time = 'any'", "SET partition_tools.cleanup_limit = 100", "SET partition_tools.cleanup_gaps = 'accept'").run(POLICY);
        assertThat(table.partitions()).hasSize(7).allMatch(name -> name.startsWith("logs_203"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        // As of 18, 19, 20 ... June: 3, 4, 5 of 7 are older than three days.
        "2026-06-18 12:00+00 | - | true", "2026-06-19 12:00+00 | - | false", "2026-06-19 12:00+00 | 57 | false", "2026-06-19 12:00+00 | 58 | true", "2026-06-16 12:00+00 | 14 | false",
        "2026-06-16 12:00+00 | 15 | true", "2026-06-30 12:00+00 | 99 | false", "2026-06-30 12:00+00 | 100 | true"})
    void theShareIsBounded(String asOf, Integer limit, boolean done) throws SQLException {
        String policy = DAILY.formatted(", \"cleanup_gaps\": \"accept\"" + (limit == null ? "" : ", \"cleanup_limit\": " + limit));
        if (done) {
            table.asOf(asOf).run(policy);
            assertThat(table.asOf(asOf).plan(policy)).isEmpty();
        } else {
            SqlErrors.raised("PP095", () -> table.asOf(asOf).run(policy));
            assertUntouched();
        }
    }

    @Test
    void aLimitOfOperationsRemovesThemBitByBit() throws SQLException {
        table.asOf("2026-06-30 12:00+00").call("delete_partitions", "p_upper_bound", "1 day", "p_limit_operations", "3");
        assertThat(table.partitions()).hasSize(4);
    }

    @Test
    void theCurrentPartitionStays() throws SQLException {
        assertThat(SqlErrors.raised("PP096", () -> table.delete("2 days", "-1 day")).getMessage()).contains("logs_2026_06_15");
        assertUntouched();

        table.with("SET partition_tools.cleanup_limit = 100").delete("1 day", "-1 day");
        assertThat(table.partitions()).doesNotContain("logs_2026_06_15").hasSize(6);
    }

    @Test
    void aGapStopsTheRemovalAndNothingElse() throws SQLException {
        database.execute("DROP TABLE logs_2026_06_13");
        Partitioned later = table.asOf("2026-06-17 12:00+00");

        ServerErrorMessage error = SqlErrors.raised("PP097", () -> later.run(POLICY));
        assertThat(error.getMessage()).contains("logs_2026_06_12", "logs_2026_06_14");
        assertThat(later.partitions()).as("made, and not removed").contains("logs_2026_06_12", "logs_2026_06_20").hasSize(8);
        assertThat(later.plan(POLICY)).as("one job of two").hasSize(1).allMatch(action -> action.contains("logs_2026_06_12"));

        database.execute("CREATE TABLE logs_2026_06_13 PARTITION OF logs FOR VALUES FROM ('2026-06-13 00:00+00') TO ('2026-06-14 00:00+00')");
        later.run(POLICY);
        assertThat(later.partitions()).startsWith("logs_2026_06_14").hasSize(7);
        assertThat(later.plan(POLICY)).isEmpty();
    }

    @Test
    void whatTheRunMakesItselfIsNoGap() throws SQLException {
        database.execute("DROP TABLE logs_2026_06_14");

        table.asOf("2026-06-16 12:00+00").run(POLICY);

        assertThat(table.partitions()).startsWith("logs_2026_06_13", "logs_2026_06_14").hasSize(7);
    }

    @Test
    void onlyWhatIsAskedForIsDone() throws SQLException {
        Partitioned later = table.asOf("2026-06-16 12:00+00");

        later.run(DAILY.formatted(", \"only\": [\"create\"]"));
        assertThat(table.partitions()).startsWith("logs_2026_06_12").endsWith("logs_2026_06_19").hasSize(8);
        later.run(DAILY.formatted(", \"only\": [\"merge\", \"delete\"]"));
        assertThat(table.partitions()).startsWith("logs_2026_06_13").hasSize(7);
        assertThat(later.plan(POLICY)).isEmpty();
        SqlErrors.raised("PP001", () -> later.plan(DAILY.formatted(", \"only\": [\"drop\"]")));
        SqlErrors.raised("PP001", () -> later.plan(DAILY.formatted(", \"only\": []")));
        SqlErrors.raised("PP001", () -> later.plan(DAILY.formatted(", \"only\": \"create\"")));
    }

    @Test
    void aPolicyMayOnlyDelete() throws SQLException {
        String policy = "[{\"operation\": \"delete_partitions\", \"upper_bound\": \"2 days\"}]";
        table.checkConfig(policy);
        table.run(policy);
        assertThat(table.partitions()).startsWith("logs_2026_06_13").hasSize(6);
        SqlErrors.raised("PP003", () -> table.checkConfig("[]"));
    }

    @Test
    void namesFollowAPattern() throws SQLException {
        Partitioned later = table.asOf("2026-06-16 12:00+00");

        later.run(DAILY.formatted(", \"name\": \"{table}_p{yyyy}{mm}{dd}\""));
        assertThat(table.partitions()).endsWith("logs_p20260619").contains("logs_2026_06_18");
        later.with("SET partition_tools.name = 'of {iyyy}/{iw} ({dd}.{mm}.{yyyy}) {table}'").create("1 day", "0 days", "-4 days");
        assertThat(table.partitions()).endsWith("of 2026/25 (20.06.2026) logs");
        for (String wrong : List.of("{yyyy}_{mm}_{dd}", "{table}_{yyyy}_{mm}", "{table}_{yyyy}_{mm}_{day}", "{table}_{yyyy}_{mm}_{dd}_{", "{table}_{iyyy}_{iw}", "")) {
            SqlErrors.raised("PP001", () -> later.plan(DAILY.formatted(", \"name\": \"" + wrong + "\"")));
        }
    }

    @Test
    void checkNamesWhatIsNotAsDeclared() throws SQLException {
        database.execute("DROP TABLE logs_2026_06_14", "ALTER TABLE logs DETACH PARTITION logs_2026_06_13", "CREATE TABLE logs_2026_06_14 (other int)",
                "CREATE TABLE quarter PARTITION OF logs FOR VALUES FROM ('2026-03-14 00:00+00') TO ('2026-06-12 00:00+00')",
                "CREATE TABLE ahead PARTITION OF logs FOR VALUES FROM ('2026-06-19 00:00+00') TO ('2026-06-20 00:00+00')",
                "CREATE TABLE rest PARTITION OF logs DEFAULT", "INSERT INTO logs VALUES ('2020-01-01 00:00+00', 1), ('2020-03-05 00:00+00', 1)",
                "ALTER TABLE logs ADD id smallint GENERATED BY DEFAULT AS IDENTITY", "SELECT setval('logs_id_seq', 32000)");
        String policy = "{\"interval\": \"daily\", \"pre_provisioned\": 3, \"retention\": 10}";

        List<String> findings = database.queryForStrings("SELECT concat_ws('|', severity, finding, \"partition\", message, hint) FROM partition_tools.check_partitions('logs', ?::json, '2026-06-15 12:00+00')", policy);

        assertThat(findings).anyMatch(finding -> finding.startsWith("error|missing|logs_2026_06_13_"))
                .anyMatch(finding -> finding.startsWith("error|missing|logs_2026_06_14_"))
                .anyMatch(finding -> finding.startsWith("warning|name_taken|logs_2026_06_13_") && finding.contains("other columns"))
                .anyMatch(finding -> finding.startsWith("warning|name_taken|logs_2026_06_14_") && finding.contains("other columns"))
                .anyMatch(finding -> finding.startsWith("warning|granularity|quarter|") && finding.contains("1 day"))
                .anyMatch(finding -> finding.startsWith("warning|surplus|ahead|"))
                .anyMatch(finding -> finding.startsWith("error|sequence_near_end|") && finding.contains("32000 of 32767"))
                .anyMatch(finding -> finding.startsWith("warning|rows_in_default|rest|") && finding.contains("from 2020-01-01 00:00:00") && finding.contains("to 2020-03-05 00:00:00"));
        assertThat(table.partitions()).contains("quarter");
    }

    @Test
    void aDetachedPartitionThatFitsIsOfferedToBeAttachedAgain() throws SQLException {
        database.execute("ALTER TABLE logs DETACH PARTITION logs_2026_06_13");

        List<String> hints = database.queryForStrings("SELECT hint FROM partition_tools.check_partitions('logs', ?::json, '2026-06-15 12:00+00') WHERE finding = 'name_taken'", POLICY);

        assertThat(hints).singleElement().asString().contains("ALTER TABLE public.logs ATTACH PARTITION public.logs_2026_06_13 FOR VALUES FROM ('2026-06-13 00:00:00+00') TO ('2026-06-14 00:00:00+00')");
        String hint = hints.get(0);
        database.execute("SET timezone = 'Asia/Tokyo'", hint.substring(hint.indexOf("ALTER TABLE"), hint.indexOf(". Else")));
        assertThat(table.check(POLICY)).isEmpty();
    }

    @Test
    void anotherPartitionColumnIsAFinding() throws SQLException {
        assertThat(table.check(DAILY.formatted(", \"partition_by\": \"n\""))).singleElement().asString().startsWith("error partition_by public.logs is partitioned by at, and the policy says n");
        SqlErrors.raised("PP089", () -> table.run(DAILY.formatted(", \"partition_by\": \"n\"")));
    }

    private void assertUntouched() throws SQLException {
        assertThat(table.partitions()).hasSize(7);
        assertThat(table.rows()).isEqualTo(168);
        assertThat(database.queryForString("SELECT count(*) FROM partition_tools.jobs WHERE state <> 'completed'")).isEqualTo("0");
    }
}
