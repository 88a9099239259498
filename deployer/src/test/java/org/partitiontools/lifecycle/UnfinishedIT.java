package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.cli.Invocation;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** A job that stopped keeps its trigger, and what the trigger captures grows: whoever looks is told. */
@PartitionToolsDatabase(each = true)
class UnfinishedIT {

    private static final String POLICY = """
            kind: partitioning
            api: v1
            start_date: "2026-01-15"
            connection_id: warehouse
            schema: public
            tables:
              - table: orders
                operations:
                  - {operation: create_partitions, granularity: 1 month, lower_bound: 6 months, upper_bound: -1 month}
            """;

    private TestDatabase database;
    private Orders orders;

    @TempDir
    private Path folder;

    @BeforeEach
    void createTable(TestDatabase fresh) throws SQLException {
        database = fresh;
        orders = Orders.create(database, Shape.PRIMARY_KEY, 2_000, Operation.DRAIN.partitions());
    }

    @Test
    void whatStoppedAndLeftSomethingIsAnErrorWithItsSize() throws Exception {
        long job = Operation.DRAIN.run(database).get(0);
        Steps.until(database, job, "build");
        assertThat(orders.differences()).isZero();
        long before = bytes();
        database.execute("UPDATE orders SET note = 'changed'", "UPDATE truth SET note = 'changed'");

        assertThat(findings()).singleElement().asString().startsWith("error job " + job + " (drain) was interrupted ").contains(" bytes) behind",
                "CALL partition_tools.start(" + job + ") goes on", "CALL partition_tools.cancel(" + job + ") undoes");
        assertThat(bytes()).isGreaterThan(before);

        Invocation check = invoke("check");
        assertThat(check.exitCode()).isEqualTo(5);
        assertThat(check.out()).contains("unfinished_job", "CALL partition_tools.cancel(" + job + ") undoes");
        assertThat(invoke("report").err()).contains("public.orders: job " + job + " (drain) was interrupted");

        try (JobSession session = JobSession.open(database)) {
            session.cancel(job);
        }
        assertThat(findings()).isEmpty();
        assertThat(invoke("report").err()).isEmpty();
    }

    @Test
    void aRunNamesWhatAnotherHasLeft() throws Exception {
        Orders.create(database, Shape.PRIMARY_KEY, 2_000, Operation.MOVE.partitions());
        long job = Operation.MOVE.run(database).get(0);
        Steps.until(database, job, "build");

        Path policy = Files.writeString(folder.resolve("other.yaml"), POLICY.replace("6 months", "4 months").replace("-1 month", "1 month"));
        Invocation run = Invocation.of("run", policy.toString(), "--as-of", "2026-06-15", "--url", database.url());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("1 of 1 tables are in shape", "public.orders: job " + job + " (move) was interrupted", " and has left ");
    }

    @Test
    void whatIsPendingForADayIsAWarning() throws Exception {
        long job = Operation.DRAIN.run(database).get(0);
        assertThat(findings()).isEmpty();

        database.execute("UPDATE partition_tools_internal.run SET created_at = now() - interval '25 hours'");

        assertThat(findings()).singleElement().asString().startsWith("warning job " + job + " (drain) is pending since 1 day 01:00:00 ago");
    }

    private long bytes() throws SQLException {
        return Long.parseLong(database.queryForString("SELECT substring(message FROM '[(]([0-9]+) bytes')"
                + " FROM partition_tools.check_partitions('orders', '" + Operation.DRAIN.policy() + "') WHERE finding = 'unfinished_job'"));
    }

    private List<String> findings() throws SQLException {
        return database.queryForStrings("SELECT concat_ws(' ', severity, message, hint)"
                + " FROM partition_tools.check_partitions('orders', '" + Operation.DRAIN.policy() + "') WHERE finding = 'unfinished_job'");
    }

    private Invocation invoke(String command) throws Exception {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
        return command.equals("report") ? Invocation.of(command, "--url", database.url()) : Invocation.of(command, policy.toString(), "--url", database.url());
    }
}
