package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.cli.Invocation;
import org.partitiontools.lifecycle.Await;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** Whole command lines, as on PostgreSQL; and what is different where a job is a function. */
@GreenplumDatabase
class CommandLineIT {

    private static final int ROWS = 20_000;

    private final TestDatabase original;
    private TestDatabase database;
    private Orders orders;

    @TempDir
    private Path folder;
    private Path policy;

    CommandLineIT(TestDatabase original) {
        this.original = original;
    }

    @BeforeEach
    void fillTable() throws IOException, SQLException {
        database = original.fresh();
        orders = Orders.create(database, Layout.ROW_ZLIB_BY_KEY, Task.ALIGN.partitions(), ROWS);
        policy = Files.writeString(folder.resolve("orders.yaml"), """
                kind: partitioning
                api: v1
                start_date: "2026-01-15"
                connection_id: warehouse
                engine: greenplum
                schema: sales
                tables:
                  - table: orders
                    operations:
                      - {operation: create_partitions, granularity: 1 month, lower_bound: 2 years, upper_bound: -2 months}
                      - {operation: merge_partitions, granularity: 1 month, lower_bound: 6 months, upper_bound: -2 months}
                """);
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    @Test
    void afterARunThePlanIsEmptyAndTheCheckFindsNothing() throws Exception {
        assertThat(invoke("plan").out()).contains("sales.orders", "drain");
        assertThat(invoke("check").exitCode()).isEqualTo(5);

        Invocation run = invoke("run", "--sessions", "2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("1 of 1 tables are in shape").containsOnlyOnce("which sessions cannot share");
        assertThat(invoke("plan").out()).contains("nothing to do");
        Invocation check = invoke("check");
        assertThat(check.exitCode()).as(check.out()).isZero();
        assertThat(invoke("run", "--format", "json").json().findValuesAsText("state")).containsOnly("unchanged");
        assertThat(orders.differences()).isZero();
        assertThat(report("--format", "json").json().get(0).get("state").asText()).isEqualTo("completed");
    }

    @Test
    void aFailureIsRecordedAndTheNextRunGoesOn() throws Exception {
        try (Connection reader = database.connect(); Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT count(*) FROM sales.orders").close();
            CompletableFuture<Invocation> invocation = CompletableFuture.supplyAsync(() -> invoke("run"));
            String terminated = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND query LIKE 'SELECT partition_tools.start(%'";
            Await.until("the job", () -> !database.queryForString(terminated).equals("0"));
            assertThat(invocation.get().exitCode()).as(invocation.get().err()).isEqualTo(3);
        }
        assertThat(database.queryForString("SELECT state || ' ' || sqlstate FROM partition_tools.jobs ORDER BY job_id LIMIT 1")).isEqualTo("failed 57P01");
        assertThat(orders.differences()).isZero();

        Invocation again = invoke("run");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(orders.differences()).isZero();
        assertThat(invoke("plan").out()).contains("nothing to do");
    }

    @Test
    void aFailingTableDoesNotStopTheOthers() throws Exception {
        Files.writeString(policy, Files.readString(policy).replace("tables:\n", "tables:\n  - table: nosuchtable\n    interval: monthly\n"));

        Invocation run = invoke("run", "--format", "json");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.json().findValuesAsText("state")).containsExactly("failed", "completed");
        assertThat(run.err()).contains("not done: sales.nosuchtable");
    }

    @Test
    void aMigrationIsCopiedInPartsAndVerified() throws Exception {
        database.execute("CREATE TABLE sales.copy (LIKE sales.truth) WITH (appendonly = true, orientation = column, compresstype = zlib)"
                        + " DISTRIBUTED RANDOMLY PARTITION BY RANGE (at) (START (date '2026-01-01') END (date '2026-07-01') EVERY (interval '1 month'), DEFAULT PARTITION rest)",
                "INSERT INTO partition_tools.migration_config (source, target, pkey, parts, trunc) VALUES ('sales.truth', 'sales.copy', 'id', 3, true)");

        Invocation migrate = on(List.of("migrate", "--jobs", "2", "--verify", "--exact"));

        assertThat(migrate.exitCode()).as(migrate.err()).isZero();
        assertThat(migrate.err()).contains("source and target are equal");
        assertThat(database.queryForString("SELECT count(*) FROM (SELECT * FROM sales.truth EXCEPT ALL SELECT * FROM sales.copy) AS lost")).isEqualTo("0");
        assertThat(database.queryForString("SELECT count(*) FROM partition_tools.jobs WHERE state = 'completed'")).isEqualTo("3");
    }

    private Invocation invoke(String command, String... more) {
        return on(List.of(command, policy.toString(), "--as-of", "2026-07-01"), more);
    }

    private Invocation report(String... more) {
        return on(List.of("report"), more);
    }

    private Invocation on(List<String> first, String... more) {
        return Invocation.of(Stream.of(first, List.of("--url", database.url()), List.of(more)).flatMap(List::stream).toArray(String[]::new));
    }
}
