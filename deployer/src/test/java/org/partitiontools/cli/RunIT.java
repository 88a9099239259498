package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.lifecycle.Await;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Whole command lines on the tables of the demo. */
@PartitionToolsDatabase
class RunIT {

    private static final String POLICY = "../config/demo-policy.yaml";

    private final TestDatabase original;
    private TestDatabase database;

    @TempDir
    private Path folder;

    RunIT(TestDatabase original) {
        this.original = original;
    }

    @BeforeEach
    void fillTables() throws IOException, SQLException {
        database = original.fresh();
        database.executeFile(Path.of("../test_sql/demo_sales.sql"), "SET demo.rows = 5000");
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    @Test
    void afterARunThePlanIsEmptyAndTheCheckFindsNothing() throws Exception {
        assertThat(invoke("plan", POLICY).out()).contains("sales.orders", "drain orders_default", "stage and swap");
        assertThat(invoke("check", POLICY).exitCode()).isEqualTo(5);
        database.execute("CREATE TABLE before AS TABLE sales.page_views");

        Invocation run = invoke("run", POLICY, "--jobs", "2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("2 of 2 tables are in shape");
        assertThat(invoke("plan", POLICY).out()).contains("nothing to do");
        assertThat(invoke("plan", POLICY, "--format", "json").json()).isEmpty();
        assertThat(invoke("check", POLICY).exitCode()).isZero();
        assertThat(invoke("run", POLICY, "--format", "json").json().findValuesAsText("state")).containsOnly("unchanged");
        assertThat(database.queryForString("SELECT count(*) FROM (TABLE before EXCEPT ALL TABLE sales.page_views) AS lost"))
                .isEqualTo("0");
    }

    @Test
    void severalSessionsShareTheRowsOfATable() throws Exception {
        database.execute("INSERT INTO sales.page_views SELECT at_ms, gen_random_uuid(), path FROM sales.page_views, generate_series(1, 40)",
                "CREATE TABLE before AS TABLE sales.page_views",
                // Slowly enough that somebody comes in time; and what helpers report is removed when the job has read it.
                "ALTER DATABASE " + database.name() + " SET partition_tools.rows_per_second = '40000'",
                "CREATE TABLE public.helped (pid int)",
                "CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.helped VALUES (pg_backend_pid()); RETURN NULL; END $$",
                "CREATE TRIGGER note AFTER INSERT ON partition_tools_internal.job_helped FOR EACH ROW EXECUTE FUNCTION public.note()");

        Invocation run = invoke("run", POLICY, "--sessions", "3");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("2 of 2 tables are in shape").doesNotContain("was to help");
        assertThat(database.queryForString("SELECT count(*) FROM (TABLE before EXCEPT ALL TABLE sales.page_views) AS lost")).isEqualTo("0");
        assertThat(database.queryForString("SELECT count(DISTINCT pid) FROM public.helped")).isEqualTo("2");
        assertThat(database.queryForString("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%partition_tools.help%'"
                + " AND pid <> pg_backend_pid()")).isEqualTo("0");
    }

    @Test
    void reportShowsRunsAndTheirJobs() throws Exception {
        assertThat(invoke("report").out()).contains("nothing has been run yet");
        invoke("run", POLICY, "--table", "sales.page_views");

        Invocation report = invoke("report", "--format", "json");

        assertThat(report.json().get(0).get("state").asText()).isEqualTo("completed");
        String run = report.json().get(0).get("run_id").asText();
        assertThat(invoke("report", "--run", run).out()).contains("drain", "completed");
        assertThat(invoke("report", "--run", "999999").out()).contains("there is no run 999999");
    }

    @Test
    void onlyTheNamedTableIsTouched() throws Exception {
        invoke("run", POLICY, "--table", "sales.page_views");

        assertThat(invoke("plan", POLICY, "--format", "json").json().findValuesAsText("table")).containsOnly("sales.orders");
    }

    @Test
    void aFailingTableDoesNotStopTheOthers() throws Exception {
        Path policy = policy("""
                  - table: nosuchtable
                    interval: monthly
                  - table: page_views
                    interval: weekly
                    pre_provisioned: 3
                """);

        Invocation run = invoke("run", policy.toString(), "--format", "json");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.json().findValuesAsText("state")).containsExactly("failed", "completed");
        assertThat(run.json().get(0).get("sqlstate").asText()).isEqualTo("42P01");
        assertThat(run.err()).contains("1 of 2 tables are in shape; not done: sales.nosuchtable");
        assertThat(invoke("plan", policy.toString()).exitCode()).isEqualTo(4);
    }

    @Test
    void aDotInTheNameOfATableIsPartOfIt() throws Exception {
        Path policy = policy("""
                  - table: sales.orders
                    interval: monthly
                """);

        for (String command : List.of("check", "plan", "simulate", "run")) {
            Invocation invocation = invoke(command, policy.toString());

            assertThat(invocation.exitCode()).as(command).isEqualTo(4);
            assertThat(invocation.err()).as(command).contains("sales.\"sales.orders\"", "42P01", "schema and table are keys of their own");
        }
    }

    @Test
    void inJsonATableThatIsNotThereIsAnErrorAndNotAnEmptyAnswer() throws Exception {
        Path policy = policy("""
                  - table: nosuchtable
                    interval: monthly
                """);

        for (String command : new String[] {"check", "plan"}) {
            Invocation invocation = invoke(command, policy.toString(), "--format", "json");

            assertThat(invocation.exitCode()).isEqualTo(4);
            assertThat(invocation.json()).as(command).hasSize(1);
            assertThat(invocation.json().get(0).get("table").asText()).isEqualTo("sales.nosuchtable");
            assertThat(invocation.json().get(0).get("sqlstate").asText()).isEqualTo("42P01");
            assertThat(invocation.json().get(0).get("error").asText()).contains("nosuchtable");
        }
    }

    @Test
    void aFailingJobDoesNotStopThoseThatDoNotNeedIt() throws Exception {
        database.execute("CREATE TABLE sales.logs (at date NOT NULL, n int) PARTITION BY RANGE (at)",
                "CREATE TABLE sales.logs_1 PARTITION OF sales.logs FOR VALUES FROM ('2020-01-01') TO ('2020-02-01')",
                "CREATE TABLE sales.logs_2 PARTITION OF sales.logs FOR VALUES FROM ('2020-02-01') TO ('2020-03-01')",
                "CREATE TABLE sales.logs_3 PARTITION OF sales.logs FOR VALUES FROM ('2020-03-01') TO ('2020-04-01')",
                "CREATE VIEW sales.v AS SELECT * FROM sales.logs_1", "CREATE VIEW sales.w AS SELECT * FROM sales.logs_3");
        Path policy = policy("""
                  - table: logs
                    interval: monthly
                    retention: 3
                    cleanup_limit: 100
                    cleanup_gaps: accept
                """);

        Invocation run = invoke("run", policy.toString(), "--format", "json");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
        JsonNode summary = run.json().get(0);
        assertThat(summary.get("state").asText()).isEqualTo("failed");
        assertThat(summary.get("failed")).hasSize(2);
        assertThat(summary.get("completed").asInt()).isEqualTo(summary.get("jobs").asInt() - 2);
        assertThat(run.err()).contains("job " + summary.get("failed").get(0) + ": ", "job " + summary.get("failed").get(1) + ": ", "sales.logs_1", "sales.logs_3");
        assertThat(database.queryForString("SELECT to_regclass('sales.logs_2') IS NULL")).isEqualTo("true");
    }

    @Test
    void whatALimitLeavesIsSaid() throws Exception {
        database.execute("CREATE TABLE sales.logs (at date NOT NULL, n int) PARTITION BY RANGE (at)",
                "CREATE TABLE sales.logs_1 PARTITION OF sales.logs FOR VALUES FROM ('2020-01-01') TO ('2020-02-01')",
                "CREATE TABLE sales.logs_2 PARTITION OF sales.logs FOR VALUES FROM ('2020-02-01') TO ('2020-03-01')",
                "CREATE TABLE sales.logs_3 PARTITION OF sales.logs FOR VALUES FROM ('2020-03-01') TO ('2020-04-01')");
        Path policy = policy("""
                  - table: logs
                    cleanup_gaps: accept
                    operations:
                      - operation: create_partitions
                        granularity: 1 month
                        lower_bound: 1 month
                        upper_bound: -1 month
                      - operation: delete_partitions
                        upper_bound: 1 year
                        limit_operations: 1
                """);

        Invocation run = invoke("run", policy.toString(), "--format", "json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("0 of 1 tables are in shape; left for the next run: sales.logs (1 actions)");
        assertThat(run.json().get(0).get("left").asInt()).isEqualTo(1);
        invoke("run", policy.toString());
        assertThat(invoke("run", policy.toString()).err()).contains("1 of 1 tables are in shape");
    }

    @Test
    void aJobThatIsCancelledMeanwhileIsNotCompleted() throws Exception {
        database.execute("""
                CREATE TABLE sales.old (id int, at date NOT NULL) PARTITION BY RANGE (at);
                CREATE TABLE sales.old_1 PARTITION OF sales.old FOR VALUES FROM ('2020-01-01') TO ('2020-02-01');
                CREATE TABLE sales.old_2 PARTITION OF sales.old FOR VALUES FROM ('2020-02-01') TO ('2020-03-01');
                """);
        Path policy = policy("""
                  - table: old
                    interval: monthly
                    pre_provisioned: 1
                    retention: 24
                    cleanup_limit: 100
                    cleanup_gaps: accept
                """);
        try (Connection reader = database.connect(); Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT * FROM sales.old_1");
            CompletableFuture<Invocation> run = CompletableFuture.supplyAsync(() -> invoke("run", policy.toString(), "--format", "json"));
            // Job 1 makes new partitions, 2 and 3 drop the old ones.
            Await.until("job 2 waits for the reader", () -> run.isDone()
                    || !database.queryForStrings("SELECT 1 FROM partition_tools.jobs WHERE job_id = 2 AND state = 'running'").isEmpty());
            assertThat(run).as(() -> run.join().err()).isNotDone();
            database.execute("SELECT partition_tools_internal.job_event_append(3, 'cancelled', 'cancelled')");
            reader.commit();

            assertThat(run.join().exitCode()).as(run.join().err()).isEqualTo(4);
            assertThat(run.join().json().findValuesAsText("state")).containsExactly("cancelled");
            assertThat(run.join().err()).contains("0 of 1 tables", "job 3 has been cancelled");
        }
        assertThat(database.queryForString("SELECT to_regclass('sales.old_2')")).isEqualTo("sales.old_2");
    }

    @Test
    void anUnknownS3ServerIsRefusedForThatTableAlone() throws Exception {
        Path policy = policy("""
                  - table: orders
                    operations:
                      - operation: create_partitions
                        granularity: 1 month
                        lower_bound: 1 year
                        upper_bound: -1 month
                      - operation: unload_to_s3_partitions
                        lower_bound: 10 years
                        upper_bound: 2 years
                        s3_server_name: default
                        s3_bucket: archive
                  - table: page_views
                    interval: weekly
                """);

        assertThat(invoke("validate", policy.toString()).exitCode()).isZero();
        Invocation run = invoke("run", policy.toString());

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("sales.orders: failed", "PP070", "HINT: ", "not done: sales.orders");
    }

    @Test
    void aSessionThatIsTerminatedIsNamedAndTheNextRunGoesOn() throws Exception {
        database.execute("CREATE TABLE before AS TABLE sales.page_views");
        String[] run = {"run", POLICY, "--table", "sales.page_views"};
        // A reader that does not end keeps the job from its swap.
        try (Connection reader = database.connect(); Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT 1 FROM sales.page_views_default LIMIT 1").close();
            CompletableFuture<Invocation> invocation = CompletableFuture.supplyAsync(() -> invoke(run));
            String terminated = "SELECT count(pg_terminate_backend(pid)) FROM partition_tools.jobs WHERE state = 'running'";
            while (database.queryForString(terminated).equals("0")) {
                Thread.sleep(20);
            }

            assertThat(invocation.get().exitCode()).isEqualTo(3);
            assertThat(invocation.get().err()).contains("sales.page_views: failed", "57P01");
        }

        assertThat(invoke(run).exitCode()).isZero();
        assertThat(database.queryForString("SELECT count(*) FROM (TABLE before EXCEPT ALL TABLE sales.page_views) AS lost"))
                .isEqualTo("0");
    }

    @Test
    void namesThatNeedQuotesWork() throws Exception {
        database.execute("""
                CREATE SCHEMA "My Shop";
                CREATE TABLE "My Shop"."select" ("When, then" timestamptz PRIMARY KEY) PARTITION BY RANGE ("When, then");
                CREATE TABLE "My Shop"."rest %s" PARTITION OF "My Shop"."select" DEFAULT;
                INSERT INTO "My Shop"."select" VALUES (now());
                """);
        Path policy = Files.writeString(folder.resolve("quoted.yaml"), """
                kind: partitioning
                api: v1
                start_date: "2026-01-15"
                connection_id: warehouse
                schema: My Shop
                tables:
                  - table: select
                    interval: monthly
                """);

        Invocation run = invoke("run", policy.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"My Shop\".\"select\"");
    }

    @Test
    void withoutTheBundleItSaysHowToInstallIt() throws Exception {
        try (TestDatabase empty = original.server().createEmptyDatabase()) {
            Invocation run = Invocation.of("run", POLICY, "--url", empty.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("partition-tools deploy");
        }
    }

    @Test
    void deployShowsWhatIsPendingAndThenAppliesIt() throws Exception {
        try (TestDatabase empty = original.server().createEmptyDatabase()) {
            assertThat(Invocation.of("deploy", "--dry-run", "--url", empty.url()).out())
                    .contains("pending  table/V001__schemas.sql");
            assertThat(Invocation.of("deploy", "--url", empty.url()).out())
                    .containsPattern("[0-9]+ migrations and [0-9]+ files of routines and views applied to").doesNotContain("V001__schemas");
            assertThat(Invocation.of("deploy", "--url", empty.url()).out()).contains("nothing to do");
            assertThat(Invocation.of("deploy", "--dry-run", "--format", "json", "--url", empty.url()).json().get("pending"))
                    .isEmpty();
        }
    }

    @Test
    void deployWarnsOfPublicationsThatTakeItsTablesIn() throws Exception {
        try (TestDatabase empty = original.server().createEmptyDatabase()) {
            empty.execute("CREATE PUBLICATION everything FOR ALL TABLES", "CREATE TABLE t (n int)", "CREATE PUBLICATION one FOR TABLE t");

            for (Invocation deploy : List.of(Invocation.of("deploy", "--dry-run", "--url", empty.url()), Invocation.of("deploy", "--url", empty.url()))) {
                assertThat(deploy.exitCode()).isZero();
                assertThat(deploy.err()).startsWith("warning: publication everything ").contains("doc/replication.md").doesNotContain("publication one");
            }
        }
    }

    private Invocation invoke(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = database.url();
        return Invocation.of(arguments[0].equals("validate") ? arguments : all);
    }

    private Path policy(String tables) throws IOException {
        return Files.writeString(folder.resolve("policy.yaml"), """
                kind: partitioning
                api: v1
                start_date: "2026-01-15"
                connection_id: warehouse
                schema: sales
                tables:
                """ + tables);
    }
}
