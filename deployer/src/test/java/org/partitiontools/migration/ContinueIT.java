package org.partitiontools.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Another run of a migration whose target is not emptied copies what has come since, and no row twice. */
@PartitionToolsDatabase
class ContinueIT {

    private final TestDatabase original;
    private TestDatabase database;
    private Migrations migrations;

    ContinueIT(TestDatabase original) {
        this.original = original;
    }

    @BeforeEach
    void fill() throws SQLException {
        database = original.fresh();
        migrations = new Migrations(database);
        database.execute("""
                CREATE SCHEMA source;
                CREATE TABLE source.t (id int, name text, at date NOT NULL);
                INSERT INTO source.t SELECT i, 'name ' || to_char(i, '0000'), date '2026-01-01' + i / 10 FROM generate_series(1, 100) AS i;
                CREATE TABLE public.t (id bigint, name text, at date);
                """);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @ParameterizedTest(name = "{0} parts {1} {2}, batches of {3}")
    @CsvSource(quoteCharacter = '`', delimiter = '|', nullValues = "NULL", value = {
        "id       | NULL | NULL      | 30",
        "id       | NULL | NULL      | 50",
        "id       | NULL | NULL      | NULL",
        "id       | 4    | 'range'   | 7",
        "id       | 4    | 'range'   | NULL",
        "id       | 3    | 'modulus' | 7",
        "name     | 3    | 'range'   | 7",
        "at, id   | 2    | 'range'   | 7"})
    void everyPartGoesOnAfterItsLastKey(String key, String parts, String partBy, String batch) throws SQLException {
        database.execute("INSERT INTO source.t SELECT NULL, NULL, '2026-01-01' FROM generate_series(1, 3)");
        migrations.configure("source.t", "public.t", "pkey = '" + key + "'", "parts = " + parts, "part_by = " + partBy, "batchsize = " + batch);
        migrations.migrate();
        assertCopied(103);

        migrations.migrate();
        assertCopied(103);

        database.execute("INSERT INTO source.t SELECT i, 'name ' || to_char(i, '0000'), date '2026-01-01' + i / 10 FROM generate_series(101, 150) AS i");
        migrations.migrate();
        assertCopied(153);
        migrations.migrate();
        assertCopied(153);
        migrations.assertVerified();
        assertThat(migrations.report("public.t")).containsEntry("run_id", 4L).containsEntry("state", "completed").containsEntry("rows", 0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k_smallint", "k_bigint", "k_numeric", "k_text", "k_c", "k_char", "k_uuid", "k_date", "k_timestamp", "k_timestamptz", "k_domain"})
    void noKindOfKeyIsCopiedTwice(String table) throws Exception {
        database.executeFile(Path.of("../test_sql/migration_types.sql"));
        migrations.configure("mig_from." + table, "mig_to." + table, "pkey = 'k'", "parts = 3", "batchsize = 90");

        migrations.migrate();
        migrations.migrate();

        migrations.assertSame("TABLE mig_from." + table, "TABLE mig_to." + table);
        migrations.assertVerified();
    }

    @Test
    void aPartThatFoundNothingFindsWhatComesLater() throws SQLException {
        database.execute("DELETE FROM source.t WHERE id > 2");
        migrations.configure("source.t", "public.t", "pkey = 'id'", "parts = 3", "part_by = 'modulus'");
        migrations.migrate();

        database.execute("INSERT INTO source.t VALUES (0, 'first of its part', '2026-01-01'), (3, 'later', '2026-01-01')");
        migrations.migrate();

        assertCopied(4);
    }

    @Test
    void whatCameLateWithASmallerKeyOrChangedIsNotCopiedButFound() throws SQLException {
        migrations.configure("source.t", "public.t", "pkey = 'id'");
        migrations.migrate();

        database.execute("INSERT INTO source.t VALUES (-1, 'late', '2026-01-01'), (101, 'new', '2026-01-01')");
        migrations.migrate();

        assertThat(database.queryForStrings("SELECT name FROM public.t WHERE id < 1 OR id > 100")).containsExactly("new");
        assertThat(database.queryForStrings("SELECT equal || ' ' || (source_rows - target_rows) FROM partition_tools.verify(2)")).containsExactly("false 1");
        database.execute("DELETE FROM source.t WHERE id = -1", "UPDATE source.t SET name = 'changed' WHERE id = 7");
        assertThat(database.queryForStrings("SELECT equal FROM partition_tools.verify(2)")).containsExactly("false");
    }

    @Test
    void eachPartitionGoesOnAfterItsOwnLastKey() throws SQLException {
        partition();
        database.execute("TRUNCATE source.p_rest");
        migrations.configure("source.p", "public.t", "pkey = 'id'", "part_by = 'partition'", "batchsize = 10");
        migrations.migrate();
        assertThat(migrations.jobs("public.t")).hasSize(3);

        database.execute("INSERT INTO source.p VALUES (31, 'new in an old one', '2026-01-01'), (101, 'new', '2026-03-05')",
                "CREATE TABLE source.p_apr PARTITION OF source.p FOR VALUES FROM ('2026-04-01') TO ('2026-05-01')",
                "INSERT INTO source.p VALUES (102, 'in a new one', '2026-04-05'), (1, 'smaller than others', '2026-04-06')");
        migrations.migrate();

        migrations.assertSame("TABLE source.p", "TABLE public.t");
        migrations.assertVerified();
        migrations.migrate();
        migrations.assertSame("TABLE source.p", "TABLE public.t");
    }

    @Test
    void rowsThatMovedToAnotherPartitionAreNotCopiedAgain() throws SQLException {
        partition();
        migrations.configure("source.p", "public.t", "pkey = 'id'", "part_by = 'partition'");
        migrations.migrate();

        // What merge and drain do: January and February become one, and March comes out of the default partition.
        database.execute("""
                CREATE TABLE source.m AS SELECT * FROM source.p_jan UNION ALL SELECT * FROM source.p_feb;
                DROP TABLE source.p_jan, source.p_feb;
                ALTER TABLE source.m ALTER at SET NOT NULL;
                ALTER TABLE source.p ATTACH PARTITION source.m FOR VALUES FROM ('2026-01-01') TO ('2026-03-01');
                ALTER TABLE source.p DETACH PARTITION source.p_rest;
                CREATE TABLE source.p_mar PARTITION OF source.p FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');
                INSERT INTO source.p SELECT * FROM source.p_rest;
                INSERT INTO source.p VALUES (201, 'new', '2026-01-05'), (202, 'new', '2026-02-05'), (203, 'new', '2026-03-05');
                """);
        migrations.migrate();

        migrations.assertSame("TABLE source.p", "TABLE public.t");
        migrations.assertVerified();
        migrations.migrate();
        migrations.assertSame("TABLE source.p", "TABLE public.t");
    }

    @Test
    void aPartitionThatTookThePlaceOfAnotherGoesOn() throws SQLException {
        partition();
        migrations.configure("source.p", "public.t", "pkey = 'id'", "part_by = 'partition'");
        migrations.migrate();

        database.execute("ALTER TABLE source.p DETACH PARTITION source.p_jan", "ALTER TABLE source.p_jan RENAME TO old_jan",
                "CREATE TABLE source.p_jan PARTITION OF source.p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
                "INSERT INTO source.p SELECT * FROM source.old_jan", "INSERT INTO source.p VALUES (999, 'new', '2026-01-07')");
        migrations.migrate();

        migrations.assertSame("TABLE source.p", "TABLE public.t");
    }

    @Test
    void withoutAKeyAFullCopyHasToBeAskedFor() throws SQLException {
        long config = migrations.configure("source.t", "public.t");
        migrations.migrate();

        assertRefused("PP078", "without a key");
        assertCopied(100);

        migrations.migrateFully();
        assertThat(count()).isEqualTo("200");
        database.execute("UPDATE partition_tools.migration_config SET mode = 'full' WHERE config_id = " + config);
        migrations.migrate();
        assertThat(count()).isEqualTo("300");
        assertThat(database.queryForStrings("SELECT equal FROM partition_tools.verify((SELECT max(run_id) FROM partition_tools.report))")).containsExactly("false");
    }

    @Test
    void anEmptySourceWithoutAKeyCanBeCopiedWhenItHasRows() throws SQLException {
        database.execute("CREATE TABLE source.later AS TABLE source.t", "TRUNCATE source.t");
        migrations.configure("source.t", "public.t");
        migrations.migrate();

        database.execute("INSERT INTO source.t TABLE source.later");
        migrations.migrate();

        assertCopied(100);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "condition = 'id > 0'                          | condition (was: none; is: id > 0)",
        "pkey = 'name'                                 | pkey",
        "columns = '{\"name\": \"upper(name)\"}'       | columns",
        "parts = 3                                     | parts (was: 2 parts by range; is: 3 parts by range)",
        "part_by = 'modulus'                           | parts",
        "target = 'public.t2'                          | target",
        "source = 'source.t2'                          | source"})
    void aChangeThatDecidesWhichRowsAreCopiedIsRefused(String change, String named) throws SQLException {
        database.execute("CREATE TABLE source.t2 AS TABLE source.t", "CREATE TABLE public.t2 (LIKE public.t)");
        long config = migrations.configure("source.t", "public.t", "pkey = 'id'", "parts = 2");
        migrations.migrate();
        database.execute("UPDATE partition_tools.migration_config SET " + change + " WHERE config_id = " + config);

        assertRefused("PP069", named);
        assertCopied(100);

        migrations.migrateFully();
    }

    @Test
    void anOrderThatChangedIsRefused() throws SQLException {
        migrations.configure("source.t", "public.t", "pkey = 'name'");
        migrations.migrate();
        database.execute("ALTER TABLE source.t ALTER name TYPE text COLLATE \"C\"");

        assertRefused("PP069", "type of the key");
    }

    @Test
    void otherChangesAreNot() throws SQLException {
        long config = migrations.configure("source.t", "public.t", "pkey = 'id'", "batchsize = 10");
        migrations.migrate();
        database.execute("UPDATE partition_tools.migration_config SET batchsize = NULL, priority = 3, parts = 1, pkey = '\"id\"' WHERE config_id = " + config,
                "ALTER TABLE source.t ALTER id TYPE bigint", "INSERT INTO source.t VALUES (5000000000, 'large', '2026-01-01')");

        migrations.migrate();

        assertCopied(101);
    }

    @Test
    void aConfigurationThatIsInsertedAgainGoesOn() throws SQLException {
        migrations.configure("source.t", "public.t", "pkey = 'id'");
        migrations.migrate();
        database.execute("DELETE FROM partition_tools.migration_config");
        migrations.configure("source.t", "public.t", "pkey = 'id'", "batchsize = 10");

        migrations.migrate();

        assertCopied(100);
    }

    @Test
    void aCancelledRunGoesOnWhereItWas() throws SQLException {
        database.execute("ALTER TABLE public.t ADD CONSTRAINT bad CHECK (id <> 55)", "INSERT INTO source.t VALUES (NULL, 'no key', '2026-01-01')");
        migrations.configure("source.t", "public.t", "pkey = 'id'", "batchsize = 10");
        assertThatThrownBy(migrations::migrate).hasMessageContaining("bad");
        database.execute("CALL partition_tools.cancel(1)", "ALTER TABLE public.t DROP CONSTRAINT bad");

        migrations.migrate();

        assertCopied(101);
    }

    @Test
    void aRunThatNobodyStartedLosesNothing() throws SQLException {
        migrations.configure("source.t", "public.t", "pkey = 'id'", "batchsize = 10");
        migrations.migrate();
        database.execute("INSERT INTO source.t VALUES (101, 'new', '2026-01-01')");
        migrations.run();
        database.execute("UPDATE partition_tools.migration_config SET mode = 'full'");
        migrations.run();
        database.execute("UPDATE partition_tools.migration_config SET mode = 'continue'");

        migrations.migrate();

        assertCopied(101);
        assertThat(database.queryForStrings("SELECT state FROM partition_tools.report ORDER BY run_id"))
                .containsExactly("completed", "cancelled", "cancelled", "completed");
    }

    @Test
    void afterATruncationOnlyWhatCameSinceCounts() throws SQLException {
        long config = migrations.configure("source.t", "public.t", "pkey = 'id'");
        migrations.migrate();
        database.execute("UPDATE partition_tools.migration_config SET trunc = true WHERE config_id = " + config);
        migrations.run();
        database.execute("UPDATE partition_tools.migration_config SET trunc = false WHERE config_id = " + config);

        // The truncation has happened, the copy has not.
        migrations.migrate();
        assertCopied(100);
        database.execute("INSERT INTO source.t VALUES (101, 'new', '2026-01-01')");
        migrations.migrate();
        assertCopied(101);
    }

    @Test
    void rowsOfAnEarlierVersionAreNotTakenForKnown() throws SQLException {
        migrations.configure("source.t", "public.t", "pkey = 'id'", "batchsize = 30");
        migrations.migrate();
        // What it left: the last boundary, and nothing about the last batch.
        database.execute("UPDATE partition_tools_internal.job_event SET position = '{\"batch\": 4, \"after\": [\"90\"], \"nulls\": true}' WHERE state = 'completed'");

        assertRefused("PP078", "earlier version");
    }

    @Test
    void verifyRefusesARunWithoutJobs() throws SQLException {
        database.execute("INSERT INTO partition_tools_internal.run (kind, as_of) VALUES ('migration', now())");

        assertThatThrownBy(() -> database.query("SELECT * FROM partition_tools.verify(1)"))
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("PP079"));
    }

    private void partition() throws SQLException {
        database.execute("""
                CREATE TABLE source.p (id int, name text, at date NOT NULL) PARTITION BY RANGE (at);
                CREATE TABLE source.p_jan PARTITION OF source.p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
                CREATE TABLE source.p_feb PARTITION OF source.p FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
                CREATE TABLE source.p_rest PARTITION OF source.p DEFAULT;
                INSERT INTO source.p SELECT i, 'p' || i, date '2026-01-01' + i - 1 FROM generate_series(1, 100) AS i WHERE i <> 31;
                DELETE FROM source.p WHERE at > '2026-03-31';
                INSERT INTO source.p VALUES (NULL, 'no key', '2026-02-02');
                """);
    }

    private void assertRefused(String sqlstate, String detail) {
        assertThatThrownBy(migrations::run).satisfies(e -> assertThat(((SQLException) e).getSQLState()).as(e.getMessage()).isEqualTo(sqlstate))
                .hasMessageContaining(detail);
    }

    private void assertCopied(int rows) throws SQLException {
        assertThat(count()).isEqualTo(String.valueOf(rows));
        migrations.assertSame("SELECT id::bigint, name, at FROM source.t", "TABLE public.t");
    }

    private String count() throws SQLException {
        List<String> counts = database.queryForStrings("SELECT count(*) FROM public.t");
        return counts.get(0);
    }
}
