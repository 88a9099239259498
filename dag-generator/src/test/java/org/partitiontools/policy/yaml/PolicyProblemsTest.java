package org.partitiontools.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.partitiontools.Samples;
import org.partitiontools.policy.check.PolicyProblem;

class PolicyProblemsTest {

    private static final String TABLES = "tables: [{table: t, interval: daily}]\n";

    @TempDir
    private Path directory;

    /** Each text has exactly one problem. */
    static Stream<Arguments> singleProblems() {
        return Stream.of(
                one("schedul: 0 1 * * *\n" + TABLES, "3:1: schedul: unknown key (did you mean schedule?)"),
                one("xyzzy: 1\n" + TABLES, "3:1: xyzzy: unknown key (allowed: airflow, api,"),
                one("tables: []\n", "3:9: tables: the policy names no table"),
                one("schema: no\n" + TABLES, "3:9: schema: expected text, found the boolean no (quote it: \"no\")"),
                one("tables: [{table: no, interval: daily}]\n",
                        "3:18: tables[0].table: expected text, found the boolean no (quote it: \"no\")"),
                one("tables: [{table: 123, interval: daily}]\n",
                        "3:18: tables[0].table: expected text, found the number 123 (quote it: \"123\")"),
                one("tables: [{table: 2024-01-01, interval: daily}]\n",
                        "3:18: tables[0].table: expected text, found the date 2024-01-01 (quote it: \"2024-01-01\")"),
                one("tables: [{table: , interval: daily}]\n", "tables[0].table: the value is missing"),
                one("tables: [{table: [a], interval: daily}]\n", "tables[0].table: expected text, found a list"),
                one("tables: [{table: '', interval: daily}]\n", "tables[0].table: a name cannot be empty"),
                one("tables: [{table: " + "ä".repeat(32) + ", interval: daily}]\n", "at most 63 bytes"),
                one("tables: [{table: \"a\\nb\", interval: daily}]\n", "the character U+000A"),
                one("tables: [{table: \"a\\0b\", interval: daily}]\n", "the character U+0000"),
                one("tables: [{table: \"a\\u202Eb\", interval: daily}]\n", "the character U+202E"),
                one("tables: [{interval: daily}]\n", "3:10: tables[0]: the key table is missing"),
                one("tables: [{table: t, interval: dayly}]\n",
                        "3:31: tables[0].interval: \"dayly\" is not one of hourly, daily,"),
                one("tables: [{table: t, interval: daily, retention: -1}]\n", "-1 is not between 0 and"),
                one("tables: [{table: t, interval: daily, retention: \"30\"}]\n",
                        "expected a whole number, found the text 30 (write it without quotes)"),
                one("tables: [{table: t, interval: daily, retention: 0x1E}]\n", "expected a whole number"),
                one("tables: [{table: t, retention: 3}]\n", "the short form needs the key interval"),
                one("tables: [{table: t}, {table: u, interval: daily}]\n", "[no_create]"),
                one("tables: [{table: t, interval: daily}, {table: t, interval: daily}]\n",
                        "3:39: tables[1]: the table public.t was already named in line 3"),
                one("timezone: Mars/Olympus\n" + TABLES, "3:11: timezone: \"Mars/Olympus\" is not a time zone"),
                one("timezone: +02:00\n" + TABLES, "is not a time zone"),
                one("engine: oracle\n" + TABLES, "engine: \"oracle\" is not one of postgresql, greenplum"),
                one("schedule: 0 1 * *\n" + TABLES, "does not have the five fields"),
                one("schedule: 61 1 * * *\n" + TABLES, "\"61\" is not a minute (0 to 59)"),
                one("schedule: 5\n" + TABLES, "schedule: expected text, found the number 5"),
                one("schedule: * * * * *\n" + TABLES, "(quote a value that starts with *)"),
                one("start_date: soon\n" + TABLES, "start_date: expected a date, found the text soon"),
                one("start_date: 2026-02-30\n" + TABLES, "start_date: \"2026-02-30\" is not a day of the calendar"),
                one("connection_id: \"a'b\"\n" + TABLES, "connection_id: must be letters, digits"),
                one("tags: a\n" + TABLES, "tags: expected a list, found the text a"),
                one("airflow: {style: dynamic}\n" + TABLES, "airflow.style: \"dynamic\" is not one of static, mapped"),
                one("airflow: {retry_delay: 5}\n" + TABLES, "airflow.retry_delay: an interval needs a unit"),
                one("airflow: {retry_delay: 1 month}\n" + TABLES, "is not a time to wait"),
                one("airflow: {default_args: {retries: 3}}\n" + TABLES, "(write it as airflow.retries)"),
                one("airflow: {default_args: {\"a-b\": 3}}\n" + TABLES, "must be a Python name"),
                one("airflow: {default_args: {class: 3}}\n" + TABLES, "\"class\" is a key word of Python"),
                one("airflow: {notifications: {on_failure: [{callable: print}]}}\n" + TABLES, "must be a Python path"),
                one("airflow: {notifications: {on_failure: [{callable: os.system, arguments: {command: ls}}]}}\n" + TABLES,
                        "must be the class of a notifier"),
                one("cron: {directory: tmp}\n" + TABLES, "must be an absolute path"),
                one("kubernetes: {namespace: Data}\n" + TABLES, "must be lower case letters"),
                one("defaults: {granularty: 1 day}\n" + TABLES, "defaults.granularty: unknown key (did you mean granularity?)"),
                one("defaults: {limit_operations: many}\n" + TABLES, "defaults.limit_operations: expected a whole number"),
                one("defaults: {delete_partitions: {granularity: 1 day}}\n" + TABLES,
                        "defaults.delete_partitions.granularity: unknown key"),
                one("kind: partitioning\n" + TABLES, "3:1: kind: the key appears a second time"),
                one("5: x\n" + TABLES, "3:1: a key must be text, found the number 5 (quote it)"),
                one(TABLES + "---\nkind: partitioning\n", "a second document starts here"));
    }

    @ParameterizedTest
    @MethodSource("singleProblems")
    void namesPlaceKeyAndRemedy(String text, String expected) {
        PolicyReading reading = Samples.read(directory, text);

        assertThat(reading.policies()).isEmpty();
        assertThat(reading.problems()).singleElement().asString().contains(expected);
    }

    /** Each text is an operation beside a right one. */
    static Stream<Arguments> singleProblemsOfOperations() {
        return Stream.of(
                one("{operation: create_partition, granularity: 1 day}",
                        "[1].operation: \"create_partition\" is not one of create_partitions,"),
                one("{granularity: 1 day}", "[1]: the key operation is missing"),
                one("{operation: merge_partitions, lower_bound: 2 year, upper_bound: 1 year}",
                        "[1]: merge_partitions needs the key granularity"),
                one("{operation: move_partitions, lower_bound: 2 year, upper_bound: 1 year}",
                        "[1]: move_partitions needs table_space, ddl_with_param or both"),
                one("{operation: delete_partitions, upper_bound: 1 year, granularity: 1 day}",
                        "[1].granularity: delete_partitions does not have this key"),
                one("{operation: delete_partitions, upper_bound: 1 year, limit_operation: 1}",
                        "[1].limit_operation: unknown key (did you mean limit_operations?)"),
                one("{operation: delete_partitions, upper_bound: 1 year, limit_operations: 0}", "0 is not between 1 and"),
                one("{operation: delete_partitions, upper_bound: 12}",
                        "[1].upper_bound: an interval needs a unit, found the number 12 (write for example \"12 days\")"),
                one("{operation: delete_partitions, upper_bound: 1 quarter}", "\"quarter\" in \"1 quarter\" is not a unit"),
                one("{operation: merge_partitions, granularity: 1 month 1 day, lower_bound: 2 year, upper_bound: 1 year}",
                        "mixes months, days and hours"),
                one("{operation: merge_partitions, granularity: -1 month, lower_bound: 2 year, upper_bound: 1 year}",
                        "is not a positive length"),
                one("{operation: merge_partitions, granularity: 90 min, lower_bound: 2 year, upper_bound: 1 year}",
                        "is not a multiple of an hour"),
                one("{operation: merge_partitions, granularity: 1 year, lower_bound: 2 year, upper_bound: 1 year,"
                        + " access_exclusive_mode: 1}", "expected true or false, found the number 1"),
                one("{operation: delete_partitions, upper_bound: 1 month}",
                        "create_partitions [as_of - 1 year, as_of - (-1 month)) overlaps"
                                + " delete_partitions [-infinity, as_of - 1 month) [delete_overlaps]"),
                one("not an operation", "[1]: expected keys and values, found the text not an operation"));
    }

    @ParameterizedTest
    @MethodSource("singleProblemsOfOperations")
    void namesProblemsOfOperations(String operation, String expected) {
        PolicyReading reading = Samples.read(directory, """
                tables:
                  - table: t
                    operations:
                      - {operation: create_partitions, granularity: 1 day, lower_bound: 1 year, upper_bound: -1 month}
                      - %s
                """.formatted(operation));

        assertThat(reading.problems()).singleElement().asString().contains(expected).contains("policy.yaml:7:");
    }

    @Test
    void reportsAllProblemsOfAFileInItsOrder() {
        PolicyReading reading = Samples.read(directory, """
                engine: oracle
                timezone: Mars
                tables:
                  - table: 5
                    interval: dayly
                    colour: red
                  - table: good
                    interval: daily
                  - table: bad
                    operations:
                      - operation: create_partitions
                """);

        assertThat(reading.problems()).extracting(PolicyProblem::line).containsExactly(3, 4, 6, 7, 8, 13, 13, 13);
    }

    @Test
    void reportsAWrongDefaultOnce() {
        PolicyReading reading = Samples.read(directory, """
                defaults: {upper_bound: tomorrow}
                tables:
                  - table: one
                    operations:
                      - {operation: create_partitions, granularity: 1 day, lower_bound: 1 year}
                      - {operation: create_partitions, granularity: 1 day, lower_bound: 1 year}
                """);

        assertThat(reading.problems()).singleElement()
                .satisfies(it -> assertThat(it.keyPath()).isEqualTo("defaults.upper_bound"));
    }

    @Test
    void saysWhenAFileIsMissingEmptyOrNotText() throws Exception {
        Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xC3, (byte) 0x28});
        Path empty = Samples.write(directory, "empty.yaml", "# nothing\n");

        assertThat(PolicyReader.read(directory.resolve("missing.yaml")).problems()).asString().contains("does not exist");
        assertThat(PolicyReader.read(directory).problems()).asString().contains("cannot be read");
        assertThat(PolicyReader.read(binary).problems()).asString().contains("not UTF-8");
        assertThat(PolicyReader.read(empty).problems()).isNotEmpty();
    }

    private static Arguments one(String text, String expected) {
        return Arguments.of(text, expected);
    }
}
