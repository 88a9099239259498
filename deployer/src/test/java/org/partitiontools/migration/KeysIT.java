package org.partitiontools.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Every kind of key, batch by batch and part by part, with NULLs, duplicates and values that are easy to mishandle. */
@PartitionToolsDatabase
class KeysIT {

    private static TestDatabase database;
    private static Migrations migrations;

    @BeforeAll
    static void fill(TestDatabase original) throws Exception {
        database = original.fresh();
        database.executeFile(Path.of("../test_sql/migration_types.sql"));
        migrations = new Migrations(database);
    }

    @AfterAll
    static void drop() throws Exception {
        database.close();
    }

    @ParameterizedTest(name = "{0} by {1}: parts {2} {3}, batches of {4}")
    @CsvSource(quoteCharacter = '`', delimiter = '|', nullValues = "NULL", value = {
        "k_smallint   | k | 3 | 'modulus' | 90",
        "k_integer    | k | 1 | NULL | 7",
        "k_integer    | k | 4 | 'range' | 90",
        "k_integer    | k | 4 | 'modulus' | 90",
        "k_integer    | k | 4 | 'modulus' | NULL",
        "k_integer    | k | 4 | NULL | NULL",
        "k_bigint     | k | 3 | NULL | 90",
        "k_numeric    | k | 3 | NULL | 90",
        "k_text       | k | 1 | NULL | 10",
        "k_text       | k | 5 | NULL | 90",
        "k_c          | k | 3 | NULL | 90",
        "k_char       | k | 3 | NULL | 25",
        "k_uuid       | k | 3 | NULL | 90",
        "k_date       | k | 3 | NULL | 90",
        "k_timestamp  | k | 3 | NULL | 90",
        "k_timestamptz| k | 3 | NULL | 90",
        "k_two        | \"First Key\", k2 | 1 | NULL | 10",
        "k_two        | \"First Key\", k2 | 3 | NULL | 90",
        "k_two        | k2, \"First Key\" | 3 | NULL | 90",
        "k_three      | a, b, c | 2 | NULL | 90",
        "k_three      | A,B,C | 1 | NULL | 1",
        "k_domain     | k | 3 | 'modulus' | 90",
        "k_view       | k | 3 | NULL | 90",
        "k_parted     | k | 3 | NULL | 90",
        "k_parted     | k | NULL | 'partition' | 90",
        "k_parted     | NULL | NULL | 'partition' | NULL",
        "k_parted     | NULL | 9 | NULL | NULL",
        "k_text       | NULL | NULL | NULL | 90"})
    void arriveOnce(String table, String key, String parts, String partBy, String batch) throws Exception {
        // With and without the statistics from which parts are cut.
        for (String analyze : List.of("SELECT 1", table.equals("k_view") ? "SELECT 1" : "ANALYZE mig_from." + table)) {
            database.execute(analyze, "DELETE FROM partition_tools.migration_config");
            migrations.configure("mig_from." + table, "mig_to." + table, "pkey = " + (key == null ? "NULL" : "'" + key + "'"),
                    "parts = " + parts, "part_by = " + partBy, "batchsize = " + batch, "trunc = true");

            migrations.migrate();

            migrations.assertSame("TABLE mig_from." + table, "TABLE mig_to." + table);
            migrations.assertVerified();
        }
    }

    @Test
    void partsAreOfAboutTheSameSize() throws Exception {
        database.execute("CREATE TABLE mig_from.even AS SELECT i * i AS k FROM generate_series(1, 20000) AS i",
                "CREATE TABLE mig_to.even AS TABLE mig_from.even WITH NO DATA", "ANALYZE mig_from.even",
                "DELETE FROM partition_tools.migration_config");
        migrations.configure("mig_from.even", "mig_to.even", "pkey = 'k'", "parts = 4");

        migrations.migrate();

        assertThat(migrations.jobs("mig_to.even")).hasSize(4)
                .allSatisfy(job -> assertThat((Long) job.get("rows")).isBetween(4500L, 5500L));
    }

    @Test
    void sessionSettingsDoNotMatter() throws Exception {
        database.execute("DELETE FROM partition_tools.migration_config");
        migrations.configure("mig_from.k_timestamptz", "mig_to.k_timestamptz", "pkey = 'k'", "parts = 2", "batchsize = 90", "trunc = true");
        List<String> statements = new ArrayList<>(List.of("SET TimeZone = 'Asia/Kolkata'", "SET IntervalStyle = 'sql_standard'",
                "SET standard_conforming_strings = off", "SET search_path = ''"));
        statements.addAll(migrations.run());

        migrations.execute(statements);

        migrations.assertSame("TABLE mig_from.k_timestamptz", "TABLE mig_to.k_timestamptz");
    }
}
