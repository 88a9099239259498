package org.partitiontools.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** What people expect who know other tools with a configuration table, runs and jobs. */
@PartitionToolsDatabase
class SeedBehaviourIT {

    private final TestDatabase original;
    private TestDatabase database;
    private Migrations migrations;

    SeedBehaviourIT(TestDatabase original) {
        this.original = original;
    }

    @BeforeEach
    void fill() throws SQLException {
        database = original.fresh();
        migrations = new Migrations(database);
        database.execute("""
                CREATE SCHEMA source;
                CREATE TABLE source.t1 (id int PRIMARY KEY, age int, name text);
                INSERT INTO source.t1 SELECT i, i % 90, 'name ' || i FROM generate_series(1, 1000) AS i;
                CREATE TABLE public.t1 (name text, id int PRIMARY KEY, age int);
                CREATE TABLE source.t2 (id int PRIMARY KEY, t1_id int);
                INSERT INTO source.t2 SELECT i, i FROM generate_series(1, 1000) AS i;
                CREATE TABLE public.t2 (id int PRIMARY KEY, t1_id int REFERENCES public.t1);
                """);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void aRunIsPendingThenCompleted() throws SQLException {
        migrations.configure("source.t1", "public.t1", "pkey = 'id'", "batchsize = 300");

        List<String> statements = migrations.run();

        assertThat(statements).singleElement().asString().matches("CALL partition_tools\\.start\\(\\d+\\)");
        assertThat(migrations.report("public.t1")).containsEntry("state", "pending").containsEntry("job_start", null).containsEntry("rows", 0L);
        migrations.execute(statements);
        assertThat(migrations.report("public.t1")).containsEntry("state", "completed").containsEntry("rows", 1000L);
        assertThat(migrations.jobs("public.t1").get(0)).containsEntry("batch", 4L).containsEntry("last_key", "[\"1000\"]");
        migrations.assertSame("SELECT id, age, name FROM source.t1", "SELECT id, age, name FROM public.t1");
    }

    @Test
    void theTargetIsTruncatedOnceAtTheBeginningOfANewRun() throws SQLException {
        database.execute("DROP TABLE public.t2");
        database.execute("INSERT INTO public.t1 VALUES ('old', -1, 0)");
        migrations.configure("source.t1", "public.t1", "pkey = 'id'", "batchsize = 100", "trunc = true");

        List<String> statements = migrations.run();
        assertThat(database.queryForString("SELECT count(*) FROM public.t1")).isEqualTo("0");
        migrations.execute(statements);
        migrations.execute(statements);
        assertThat(database.queryForString("SELECT count(*) FROM public.t1")).isEqualTo("1000");

        migrations.migrate();
        assertThat(database.queryForString("SELECT count(*) FROM public.t1")).isEqualTo("1000");
    }

    @Test
    void resumingDoesNotTruncate() throws SQLException {
        database.execute("DROP TABLE public.t2");
        database.execute("ALTER TABLE public.t1 ADD CONSTRAINT bad CHECK (id <> 555)");
        migrations.configure("source.t1", "public.t1", "pkey = 'id'", "batchsize = 100", "trunc = true");
        List<String> statements = migrations.run();
        assertThatThrownBy(() -> migrations.execute(statements)).isInstanceOf(SQLException.class);
        assertThat(database.queryForString("SELECT count(*) FROM public.t1")).isEqualTo("500");
        database.execute("ALTER TABLE public.t1 DROP CONSTRAINT bad", "UPDATE public.t1 SET name = 'kept' WHERE id = 1");

        migrations.execute(statements);

        assertThat(database.queryForString("SELECT count(*) FROM public.t1")).isEqualTo("1000");
        assertThat(database.queryForString("SELECT name FROM public.t1 WHERE id = 1")).isEqualTo("kept");
        assertThat(migrations.report("public.t1")).containsEntry("state", "completed").containsEntry("rows", 1000L);
    }

    @Test
    void foreignKeysWithinTheRunDoNotHinderTruncation() throws SQLException {
        migrations.configure("source.t1", "public.t1", "trunc = true", "priority = 1");
        migrations.configure("source.t2", "public.t2", "trunc = true", "priority = 2");
        migrations.migrate();

        migrations.migrate();

        assertThat(database.queryForString("SELECT count(*) FROM public.t2")).isEqualTo("1000");
    }

    @Test
    void foreignKeysOfOthersDo() throws SQLException {
        database.execute("INSERT INTO public.t1 VALUES ('kept', 1, 1); INSERT INTO public.t2 VALUES (1, 1)");
        migrations.configure("source.t1", "public.t1", "trunc = true");

        assertThatThrownBy(migrations::run)
                .hasMessageContaining("public.t1 cannot be truncated")
                .hasMessageContaining("t2")
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("PP067"));

        assertThat(database.queryForString("SELECT count(*) FROM public.t1")).isEqualTo("1");
        assertThat(database.queryForStrings("SELECT 1 FROM partition_tools.jobs")).isEmpty();
    }

    @Test
    void withoutKeyEverythingIsOneTransaction() throws SQLException {
        database.execute("ALTER TABLE public.t1 ADD CONSTRAINT bad CHECK (id <> 1000)");
        migrations.configure("source.t1", "public.t1", "batchsize = 10");

        assertThatThrownBy(migrations::migrate).hasMessageContaining("bad");
        assertThat(database.queryForString("SELECT count(*) FROM public.t1")).isEqualTo("0");

        database.execute("ALTER TABLE public.t1 DROP CONSTRAINT bad");
        migrations.migrate();
        assertThat(database.queryForString("SELECT count(*) FROM public.t1")).isEqualTo("1000");
    }

    @Test
    void aConditionSelectsRowsAndSplitsThem() throws SQLException {
        migrations.configure("source.t1", "public.t1", "pkey = 'id'", "condition = 'id % 2 = 0'", "batchsize = 200");
        migrations.configure("source.t1", "public.t1", "pkey = 'id'", "condition = 'id % 2 = 1 OR id < 0'", "batchsize = 200", "parts = 2");

        List<String> statements = migrations.run("public.t1");
        assertThat(statements).hasSize(3);
        migrations.execute(statements);

        assertThat(database.queryForStrings("SELECT rows FROM partition_tools.jobs ORDER BY ordinal")).containsExactly("500", "250", "250");
        migrations.assertSame("SELECT id, age, name FROM source.t1", "SELECT id, age, name FROM public.t1");
        migrations.assertVerified();
    }

    @Test
    void anErrorWhileCopyingIsKept() throws SQLException {
        database.execute("INSERT INTO public.t1 VALUES ('in the way', 350, 1)");
        migrations.configure("source.t1", "public.t1", "pkey = 'id'", "batchsize = 100");

        assertThatThrownBy(migrations::migrate).hasMessageContaining("t1_pkey");

        assertThat(migrations.report("public.t1")).containsEntry("state", "failed").containsEntry("rows", 300L);
        assertThat(migrations.jobs("public.t1").get(0))
                .containsEntry("state", "failed").containsEntry("sqlstate", "23505").containsEntry("batch", 3L)
                .hasEntrySatisfying("error", error -> assertThat(error.toString()).contains("t1_pkey"))
                .hasEntrySatisfying("detail", detail -> assertThat(detail.toString()).contains("batch 4", "after key [\"300\"]"))
                .hasEntrySatisfying("hint", hint -> assertThat(hint.toString()).contains("CALL partition_tools.start("));

        // Nobody truncates: another run goes on with this one, instead of copying 300 rows twice.
        database.execute("DELETE FROM public.t1 WHERE id = 350");
        migrations.migrate();
        migrations.assertSame("SELECT id, age, name FROM source.t1", "SELECT id, age, name FROM public.t1");
        assertThat(migrations.report("public.t1")).containsEntry("run_id", 1L).containsEntry("state", "completed");
    }

    @Test
    void anUnfinishedRunDoesNotTakeAnotherConfiguration() throws SQLException {
        database.execute("ALTER TABLE public.t1 ADD CONSTRAINT bad CHECK (id <> 555)");
        long config = migrations.configure("source.t1", "public.t1", "pkey = 'id'", "batchsize = 100");
        assertThatThrownBy(migrations::migrate).hasMessageContaining("bad");
        database.execute("UPDATE partition_tools.migration_config SET condition = 'id <> 555' WHERE config_id = " + config);

        assertThatThrownBy(migrations::migrate).satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("PP066"));

        database.execute("CALL partition_tools.cancel(1)", "TRUNCATE public.t1 CASCADE");
        assertThatThrownBy(migrations::migrate).satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("PP069"));
        migrations.migrateFully();
        assertThat(database.queryForString("SELECT count(*) FROM public.t1")).isEqualTo("999");
    }

    @Test
    void aWrongCallSaysSo() throws SQLException {
        assertThatThrownBy(() -> database.execute("CALL partition_tools.start(4711)")).hasMessageContaining("there is no job 4711");
        assertThatThrownBy(() -> migrations.run("public.t2"))
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("PP065"));
        assertThatThrownBy(() -> migrations.run("public.nowhere"))
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("42P01"));
        assertThatThrownBy(() -> database.query("SELECT * FROM partition_tools.verify(4711)"))
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("PP068"));
        assertThat(migrations.run()).isEmpty();
    }

    @Test
    void aCompletedJobIsLeftAlone() throws SQLException {
        migrations.configure("source.t1", "public.t1", "pkey = 'id'");
        List<String> statements = migrations.run();
        migrations.execute(statements);
        database.execute("DELETE FROM public.t1");

        migrations.execute(statements);

        assertThat(database.queryForString("SELECT count(*) FROM public.t1")).isEqualTo("0");
    }

    @Test
    void quotedNamesWork() throws SQLException {
        database.execute("""
                CREATE SCHEMA "Old Shop";
                CREATE TABLE "Old Shop"."The ""Orders"" here" ("Order Id" int, "select" text, "%s" text);
                INSERT INTO "Old Shop"."The ""Orders"" here" SELECT i, 'a' || i, '%I' FROM generate_series(1, 100) AS i;
                CREATE TABLE public."Orders" ("%s" text, "Order Id" int PRIMARY KEY, "select" text);
                """);
        migrations.configure("\"Old Shop\".\"The \"\"Orders\"\" here\"", "public.\"Orders\"", "pkey = 'Order Id'", "batchsize = 30", "parts = 2",
                "condition = '\"Order Id\" <> 50'");

        migrations.migrate("public.\\\"Orders\\\"");

        assertThat(database.queryForString("SELECT count(*) FROM public.\"Orders\" WHERE \"%s\" = '%I'")).isEqualTo("99");
        migrations.assertVerified();
    }

    @Test
    void prioritiesOrderTheJobs() throws SQLException {
        long none = migrations.configure("source.t1", "public.t1", "condition = 'id > 500'");
        long second = migrations.configure("source.t2", "public.t2", "priority = 10.5");
        long first = migrations.configure("source.t1", "public.t1", "priority = -1", "condition = 'id <= 500'");

        List<String> statements = migrations.run();

        assertThat(database.queryForStrings("SELECT spec -> 'config' ->> 'config_id' FROM partition_tools_internal.job ORDER BY ordinal"))
                .containsExactly("" + first, "" + second, "" + none);
        assertThat(statements).containsExactly("CALL partition_tools.start(1)", "CALL partition_tools.start(2)", "CALL partition_tools.start(3)");
    }

    @Test
    void targetsAreAFilterInTheSearchPathOfTheCaller() throws SQLException {
        migrations.configure("source.t1", "public.t1");
        migrations.configure("source.t2", "public.t2");

        assertThat(migrations.run("t1")).hasSize(1);
        assertThat(database.queryForStrings("SELECT target FROM partition_tools.jobs")).containsExactly("public.t1");
    }
}
