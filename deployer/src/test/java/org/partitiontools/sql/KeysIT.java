package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.Sampled;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.util.ServerErrorMessage;

/** Every kind of partition key, and those that are refused. */
@PartitionToolsDatabase(owner = true)
class KeysIT {

    private static final String POLICY = """
            [{"operation": "create_partitions", "granularity": "1 month", "lower_bound": "5 months", "upper_bound": "-1 month"},
             {"operation": "merge_partitions", "granularity": "3 months", "lower_bound": "8 months", "upper_bound": "2 months"}]""";

    @BeforeAll
    static void makeTypes(TestDatabase database) throws SQLException {
        database.execute("CREATE SCHEMA keys; CREATE DOMAIN keys.day AS date; CREATE DOMAIN keys.checked_day AS keys.day CHECK (VALUE >= '2000-01-01')");
    }

    @Sampled(3)
    @ParameterizedTest
    @EnumSource
    void allOperationsWork(KeyType key, TestDatabase database) throws SQLException {
        Partitioned table = table(database, key);

        table.create("1 month", "5 months", "-1 month");
        assertThat(suffixes(table)).containsExactly("2026_01", "2026_02", "2026_03", "2026_04", "2026_05", "2026_06", "2026_07", "rest");
        assertThat(table.rowsInDefault()).isEqualTo(31);

        table.merge("3 months", "8 months", "2 months");
        assertThat(suffixes(table)).containsExactly("2026_q1", "2026_04", "2026_05", "2026_06", "2026_07", "rest");
        table.move("8 months", "2 months", "warm");
        assertThat(database.queryForStrings("SELECT partition_name FROM partition_tools.partitions WHERE tablespace = 'warm' AND root = " + table.regclass()))
                .hasSize(1).allMatch(name -> name.endsWith("_2026_q1"));
        assertThat(table.rows()).isEqualTo(258);
        assertThat(table.plan(POLICY)).isEmpty();

        table.delete("8 months", "2 months");
        assertThat(suffixes(table)).containsExactly("2026_04", "2026_05", "2026_06", "2026_07", "rest");
        assertThat(table.rows()).isEqualTo(258 - 91);
    }

    /** Of each day from December 2025 to July 2026, one row: all in the default partition. */
    private static Partitioned table(TestDatabase database, KeyType key) throws SQLException {
        String name = key.table();
        database.execute("CREATE TABLE " + name + " (k " + key.type() + " NOT NULL, n int, PRIMARY KEY (k, n)) PARTITION BY RANGE (k)",
                "CREATE TABLE " + name + "_rest PARTITION OF " + name + " DEFAULT",
                "INSERT INTO " + name + " SELECT " + key.at("g") + ", 1 FROM generate_series(timestamptz '2025-12-01 12:00+00', '2026-07-31 12:00+00', '1 day') AS g",
                // The last before a month, the first of it, and some more of that day.
                "INSERT INTO " + name + " SELECT " + key.at("g.t") + ", 2 + g.n FROM (VALUES (1, timestamptz '2026-03-31 23:59:59+00'), (2, '2026-04-01 00:00:00+00')) AS g (n, t)",
                "INSERT INTO " + name + " SELECT " + key.at("timestamptz '2026-06-01 00:00:01+00'") + ", 10 + g FROM generate_series(1, 13) AS g");
        return new Partitioned(database, name);
    }

    private static List<String> suffixes(Partitioned table) throws SQLException {
        return table.partitions().stream().map(name -> name.replaceFirst("^[a-z_]*?[0-9]?_(?=20|rest)", "")).toList();
    }

    @Sampled(2)
    @ParameterizedTest
    @EnumSource(names = {"TIMESTAMPTZ", "BIGINT_SECONDS", "BIGINT_MILLISECONDS", "UUID_7"})
    void instantsFollowTheZoneOfThePolicy(KeyType key, TestDatabase any) throws SQLException {
        try (TestDatabase database = any.fresh()) {
            makeTypes(database);
            Partitioned table = table(database, key).with("SET partition_tools.timezone = 'America/New_York'");

            table.create("1 month", "1 month", "15 days");

            assertThat(table.bounds()).singleElement().asString().endsWith("2026_05 [2026-05-01 04:00, 2026-06-01 04:00)");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "PP011; PARTITION BY LIST (k); LIST; RANGE", "PP011; PARTITION BY HASH (k); HASH; RANGE", "PP012; PARTITION BY RANGE (k, n); k, n; one column",
        "PP012; PARTITION BY RANGE ((k + 1)); k + 1; one column", "PP014; PARTITION BY RANGE (t); text; ", "PP014; PARTITION BY RANGE (x); numeric; ",
        "PP010; ; refused; PARTITION BY"})
    void otherTablesAreRefused(String sqlState, String definition, String message, String hint, TestDatabase database) throws SQLException {
        database.execute("DROP TABLE IF EXISTS keys.refused", "CREATE TABLE keys.refused (k date, n int, t text, x numeric) " + (definition == null ? "" : definition));
        assertRefused(database, "keys.refused", sqlState, message, hint);
    }

    @Test
    void tablesOfSeveralLevelsAreRefused(TestDatabase database) throws SQLException {
        database.execute("CREATE TABLE keys.top (k date, n int) PARTITION BY RANGE (k)",
                "CREATE TABLE keys.middle PARTITION OF keys.top FOR VALUES FROM ('2026-01-01') TO ('2026-02-01') PARTITION BY LIST (n)",
                "CREATE TABLE keys.leaf PARTITION OF keys.middle DEFAULT");

        assertRefused(database, "keys.top", "PP013", "keys.top", "several levels");
        assertRefused(database, "keys.middle", "PP013", "keys.middle", "at the top");
        assertRefused(database, "keys.leaf", "PP013", "keys.leaf", "at the top");
    }

    @Test
    void whatIsNoTableIsRefused(TestDatabase database) throws SQLException {
        database.execute("CREATE VIEW keys.a_view AS SELECT 1 AS k", "CREATE SEQUENCE keys.a_sequence", "CREATE MATERIALIZED VIEW keys.a_matview AS SELECT 1 AS k");

        for (String name : List.of("keys.a_view", "keys.a_sequence", "keys.a_matview")) {
            assertRefused(database, name, "PP010", name, "PARTITION BY RANGE");
        }
        assertRefused(database, "4294967295", "PP010", "4294967295", "schema.table");
        SqlErrors.raised("42P01", () -> new Partitioned(database, "keys.nowhere").delete(null, "1 day"));
    }

    /** By all that take a table: the managers, plan, run and the checks. */
    private static void assertRefused(TestDatabase database, String name, String sqlState, String message, String hint) {
        Partitioned table = new Partitioned(database, name);
        for (ServerErrorMessage error : List.of(
                SqlErrors.raised(sqlState, () -> table.delete(null, "1 day")),
                SqlErrors.raised(sqlState, () -> table.create("1 month", "6 months", "-2 months")),
                SqlErrors.raised(sqlState, () -> table.plan(POLICY)),
                SqlErrors.raised(sqlState, () -> table.run(POLICY)),
                SqlErrors.raised(sqlState, () -> table.check(POLICY)),
                SqlErrors.raised(sqlState, () -> table.checkConfig(POLICY)))) {
            assertThat(error.getMessage()).contains(message);
            assertThat(hint == null ? error.getDetail() : error.getHint()).isNotBlank();
            assertThat(error.getHint() == null ? "" : error.getHint()).contains(hint == null ? "" : hint);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1000000000", "1000000000, 2000000000", "0, 1000000", "1, 1000001", "500000000, 1000000000", "400000000000, 500000000000", "-1000, 1000", "0, 9000000000000000000"})
    void aRowNumberIsNeverTakenForATime(long lower, long upper, TestDatabase database) throws SQLException {
        database.execute("DROP TABLE IF EXISTS keys.numbered", "CREATE TABLE keys.numbered (k bigint) PARTITION BY RANGE (k)",
                "CREATE TABLE keys.numbered_1 PARTITION OF keys.numbered FOR VALUES FROM (" + lower + ") TO (" + upper + ")");
        Partitioned table = new Partitioned(database, "keys.numbered");

        ServerErrorMessage error = SqlErrors.raised("PP015", () -> table.delete(null, "1 day"));

        assertThat(error.getMessage()).contains("keys.numbered").contains("k");
        assertThat(error.getHint()).contains("epoch_unit");
        assertThat(table.partitions()).containsExactly("numbered_1");
        // The view must list them, whatever they are.
        assertThat(database.query("SELECT * FROM partition_tools.partitions").values()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1, 1000, 123456", "17"})
    void rowsThatAreNumbersAreNotTakenForATimeEither(String rows, TestDatabase database) throws SQLException {
        database.execute("DROP TABLE IF EXISTS keys.numbered", "CREATE TABLE keys.numbered (k bigint) PARTITION BY RANGE (k)",
                "CREATE TABLE keys.numbered_rest PARTITION OF keys.numbered DEFAULT", "INSERT INTO keys.numbered SELECT unnest(ARRAY[" + rows + "])");

        SqlErrors.raised("PP015", () -> new Partitioned(database, "keys.numbered").create("1 month", "6 months", "-1 month"));
    }

    @Test
    void openEndedPartitionsStayWhereTheyAre(TestDatabase database) throws SQLException {
        database.execute("CREATE TABLE keys.open (k date PRIMARY KEY) PARTITION BY RANGE (k)",
                "CREATE TABLE keys.open_past PARTITION OF keys.open FOR VALUES FROM (MINVALUE) TO ('-infinity')",
                "CREATE TABLE keys.open_old PARTITION OF keys.open FOR VALUES FROM ('-infinity') TO ('2026-01-01')",
                "CREATE TABLE keys.open_new PARTITION OF keys.open FOR VALUES FROM ('2026-07-01') TO ('infinity')",
                "CREATE TABLE keys.open_future PARTITION OF keys.open FOR VALUES FROM ('infinity') TO (MAXVALUE)",
                "INSERT INTO keys.open VALUES ('-infinity'), ('2025-01-01'), ('2026-07-02'), ('infinity')");
        Partitioned table = new Partitioned(database, "keys.open");

        table.create("1 month", "12 months", "-3 months");
        assertThat(table.partitions()).containsExactlyInAnyOrder("open_past", "open_old",
                "open_2026_01", "open_2026_02", "open_2026_03", "open_2026_04", "open_2026_05", "open_2026_06", "open_new", "open_future");
        table.delete("1000 years", "3 months");
        assertThat(table.partitions()).containsExactlyInAnyOrder("open_past", "open_old",
                "open_2026_03", "open_2026_04", "open_2026_05", "open_2026_06", "open_new", "open_future");
        // Only a window without a lower bound reaches them.
        table.removingAnything().delete(null, "1 month");
        assertThat(table.partitions()).containsExactlyInAnyOrder("open_2026_05", "open_2026_06", "open_new", "open_future");
        SqlErrors.raised("PP001", () -> table.asOf("infinity").delete(null, "1 month"));
        assertThat(table.rows()).isEqualTo(2);
    }

    @Test
    void uuidsInOtherSpellingsAreTheSameBounds(TestDatabase database) throws SQLException {
        database.execute("CREATE TABLE keys.ids (k uuid PRIMARY KEY) PARTITION BY RANGE (k)",
                // April 2026, with the version and the variant that every uuid of the millisecond has.
                "CREATE TABLE keys.ids_a PARTITION OF keys.ids FOR VALUES FROM ('{019D4657-0000-7000-8000-000000000000}') TO ('019de0d5c80070008000000000000000')",
                "CREATE TABLE keys.ids_rest PARTITION OF keys.ids DEFAULT",
                "INSERT INTO keys.ids SELECT " + KeyType.UUID_7.at("g") + " FROM generate_series(timestamptz '2026-03-20 00:00+00', '2026-06-30 00:00+00', '1 day') AS g");
        Partitioned table = new Partitioned(database, "keys.ids");
        long rows = table.rows();

        table.create("1 month", "5 months", "0 days");

        assertThat(table.partitions()).containsExactly("ids_2026_01", "ids_2026_02", "ids_2026_03", "ids_a", "ids_2026_05", "ids_2026_06", "ids_rest");
        assertThat(table.rowsInDefault()).isZero();
        assertThat(table.rows()).isEqualTo(rows);
        assertThat(database.queryForStrings("SELECT upper_bound FROM partition_tools.partitions WHERE partition_name = 'ids_2026_03'"))
                .containsExactly("019d4657-0000-7000-8000-000000000000");
    }

    @Test
    void oddBoundsAreFilledUpAndAligned(TestDatabase database) throws SQLException {
        database.execute("CREATE TABLE keys.odd (k timestamptz PRIMARY KEY) PARTITION BY RANGE (k)",
                "CREATE TABLE keys.odd_a PARTITION OF keys.odd FOR VALUES FROM ('2026-03-10 12:34:56.789+05:30') TO ('2026-04-20 00:00:00-03')",
                "INSERT INTO keys.odd SELECT generate_series(timestamptz '2026-03-11', '2026-04-19', '1 hour')");
        Partitioned table = new Partitioned(database, "keys.odd");
        long rows = table.rows();

        table.create("1 month", "3 months", "2 months");
        table.merge("1 month", "4 months", "1 month");

        assertThat(table.bounds()).containsExactly("odd_2026_03 [2026-03-01 00:00, 2026-04-01 00:00)", "odd_2026_04 [2026-04-01 00:00, 2026-05-01 00:00)");
        assertThat(table.rows()).isEqualTo(rows);
    }
}
