package org.partitiontools.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.PGConnection;

/** What the views tell while a migration goes on, stops, and is verified. */
@PartitionToolsDatabase
class ReportIT {

    private final TestDatabase original;
    private TestDatabase database;
    private Migrations migrations;

    ReportIT(TestDatabase original) {
        this.original = original;
    }

    @BeforeEach
    void fill() throws SQLException {
        database = original.fresh();
        migrations = new Migrations(database);
        database.execute("""
                CREATE TABLE public.src (id int PRIMARY KEY, v text);
                INSERT INTO public.src SELECT i, 'v' || i FROM generate_series(1, 10000) AS i;
                ANALYZE public.src;
                DELETE FROM public.src WHERE id % 10 = 0;
                CREATE TABLE public.dst (id int, v text);
                """);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void theTotalIsEstimatedAtOnceAndExactWhenAsked() throws SQLException {
        migrations.configure("public.src", "public.dst", "pkey = 'id'", "parts = 4");

        migrations.run();
        assertThat(migrations.report("public.dst")).containsEntry("total", 10000L).containsEntry("jobs", 4L);

        migrations.execute(List.of("SET partition_tools.exact_total = on", "SELECT * FROM partition_tools.run()"));
        assertThat(migrations.report("public.dst")).containsEntry("total", 9000L);
        assertThat(database.queryForStrings("SELECT state FROM partition_tools.report ORDER BY run_id")).containsExactly("cancelled", "pending");
    }

    @Test
    void progressAndTimeLeftComeFromWhatIsLeft() throws Exception {
        migrations.configure("public.src", "public.dst", "pkey = 'id'", "batchsize = 1000");
        List<String> statements = migrations.run();
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            // A pause after every batch, long enough to look.
            statement.execute("SET partition_tools.rows_per_second = 1500");
            CompletableFuture<Void> job = background(statement, statements.get(0));
            Map<String, Object> report = await("rows", 3000L);

            assertThat(report).containsEntry("state", "running").containsEntry("total", 10000L);
            assertThat((Number) report.get("progress")).satisfies(progress -> assertThat(progress.doubleValue()).isEqualTo(30));
            assertThat(database.queryForString("SELECT abs(extract(epoch FROM eta) / extract(epoch FROM elapsed) - (total - rows)::float8 / rows) < 0.01 "
                    + "FROM partition_tools.report")).isIn("t", "true");

            assertThatThrownBy(() -> migrations.execute(statements))
                    .hasMessageContaining("is working on public.dst").hasMessageContaining("executes job 1")
                    .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("PP052"));
            assertThat(migrations.run()).isEqualTo(statements);

            database.query("SELECT pg_terminate_backend(?)", connection.unwrap(PGConnection.class).getBackendPID());
            assertThat(job).failsWithin(Duration.ofSeconds(20));
        }
        await("state", "interrupted");
        migrations.execute(statements);
        migrations.assertSame("TABLE public.src", "TABLE public.dst");
        assertThat(migrations.report("public.dst")).containsEntry("state", "completed").containsEntry("total", 9000L);
    }

    @Test
    void cancelStopsARunningJobAndKeepsWhatItHasCopied() throws Exception {
        migrations.configure("public.src", "public.dst", "pkey = 'id'", "batchsize = 1000");
        List<String> statements = migrations.run();
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET partition_tools.rows_per_second = 1500");
            CompletableFuture<Void> job = background(statement, statements.get(0));
            await("rows", 2000L);

            database.execute("CALL partition_tools.cancel(1)");

            assertThat(job).failsWithin(Duration.ofSeconds(20));
        }
        Map<String, Object> report = migrations.report("public.dst");
        assertThat(report).containsEntry("state", "cancelled");
        assertThat(database.queryForString("SELECT count(*) FROM public.dst")).isEqualTo(report.get("rows").toString());
        assertThat(database.queryForString("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")).isEqualTo("0");
    }

    @Test
    void verifyNamesTheRangesThatDiffer() throws SQLException {
        migrations.configure("public.src", "public.dst", "pkey = 'id'", "parts = 4", "batchsize = 500");
        migrations.migrate();
        migrations.assertVerified();

        database.execute("UPDATE public.dst SET v = 'changed' WHERE id = 4001", "DELETE FROM public.dst WHERE id = 9999");

        assertThat(database.queryForStrings("SELECT range FROM partition_tools.verify(1) WHERE NOT equal ORDER BY 1"))
                .containsExactly("public.src where id > '2500' AND id <= '5000'", "public.src where id > '7500'");
    }

    @Test
    void verifyComparesTheWholeWhereRangesMeanNothingInTheTarget() throws SQLException {
        database.execute("CREATE TABLE public.words (word text)");
        migrations.configure("public.src", "public.words", "pkey = 'id'", "parts = 3", "columns = '{\"word\": \"upper(v)\"}'");
        migrations.migrate();
        assertThat(database.queryForStrings("SELECT equal FROM partition_tools.verify(1)")).containsExactly("true");

        database.execute("UPDATE public.words SET word = 'x' WHERE word = 'V77'");

        assertThat(database.queryForStrings("SELECT equal FROM partition_tools.verify(1)")).containsExactly("false");
    }

    @Test
    void verifyCountsInWhatOtherSourcesHavePutIntoTheTarget() throws SQLException {
        database.execute("CREATE TABLE public.more (id int PRIMARY KEY, v text)", "INSERT INTO public.more SELECT i, 'more' || i FROM generate_series(5000, 12000) AS i");
        migrations.configure("public.src", "public.dst", "pkey = 'id'", "parts = 2");
        long more = migrations.configure("public.more", "public.dst", "pkey = 'id'");
        migrations.migrate();
        assertThat(database.queryForStrings("SELECT equal FROM partition_tools.verify(1)")).containsOnly("true");

        // Now from runs of their own.
        database.execute("UPDATE public.more SET v = 'moved' WHERE id = 7000", "UPDATE public.dst SET v = 'moved' WHERE v = 'more7000'",
                "DELETE FROM partition_tools.migration_config WHERE config_id = " + more);
        migrations.migrate();
        assertThat(database.queryForStrings("SELECT equal FROM partition_tools.verify(2)")).containsOnly("true");

        database.execute("DELETE FROM public.dst WHERE v = 'moved'");
        assertThat(database.queryForStrings("SELECT equal FROM partition_tools.verify(1)")).containsOnly("false");
        assertThat(database.queryForStrings("SELECT equal FROM partition_tools.verify(2)")).containsOnly("false");
    }

    @Test
    void verifyMissesASourceOfTwoThatHoldTheSameRows() throws SQLException {
        database.execute("CREATE TABLE public.twin AS TABLE public.src");
        migrations.configure("public.src", "public.dst", "pkey = 'id'");
        migrations.configure("public.twin", "public.dst", "pkey = 'id'");
        List<String> statements = migrations.run();
        migrations.execute(statements.subList(0, 1));

        // Each source alone is what the target holds.
        assertThat(database.queryForStrings("SELECT equal FROM partition_tools.verify(1)")).containsOnly("false");
        migrations.execute(statements);
        assertThat(database.queryForStrings("SELECT equal FROM partition_tools.verify(1)")).containsOnly("true");
    }

    @Test
    void verifyReportsRowsThatCannotBeConverted() throws SQLException {
        database.execute("CREATE TABLE public.numbers (id int, n smallint)");
        migrations.configure("public.src", "public.numbers", "pkey = 'id'", "parts = 3", "columns = '{\"n\": \"substr(v, 2)::int\"}'");
        migrations.migrate();
        migrations.assertVerified();

        database.execute("UPDATE public.src SET v = 'vx' WHERE id IN (3, 4)", "UPDATE public.src SET v = 'v99999' WHERE id = 9999");

        assertThat(database.queryForStrings("SELECT detail FROM partition_tools.verify(1) WHERE NOT equal")).containsExactlyInAnyOrder(
                "2 rows cannot be converted: invalid input syntax for type integer: \"x\" (SQLSTATE 22P02): (3,vx)",
                "a row cannot be converted: smallint out of range (SQLSTATE 22003): (9999,v99999)");
    }

    @Test
    void verifyReportsRowsOnWhichTheConditionFails() throws SQLException {
        migrations.configure("public.src", "public.dst", "condition = 'substr(v, 2)::int > 100'");
        migrations.migrate();
        migrations.assertVerified();

        database.execute("UPDATE public.src SET v = 'vx' WHERE id = 3");

        assertThat(database.queryForStrings("SELECT detail FROM partition_tools.verify(1) WHERE NOT equal")).singleElement().asString()
                .contains("a row cannot be converted", "(3,vx)");
    }

    private static CompletableFuture<Void> background(Statement statement, String sql) {
        return CompletableFuture.runAsync(() -> {
            try {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private Map<String, Object> await(String column, Object value) throws SQLException, InterruptedException {
        for (int i = 0; i < 3000; i++) {
            Map<String, Object> report = migrations.report("public.dst");
            if (value.equals(report.get(column))) {
                return report;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("waited in vain for " + column + " = " + value);
    }
}
