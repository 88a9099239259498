package org.partitiontools.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.model.PolicyJson;
import org.partitiontools.policy.model.TablePolicy;
import org.partitiontools.policy.yaml.PolicyReader;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.PGConnection;

/** What Airflow does in the style "mapped": a session for each job of a run, all at once. */
@PartitionToolsDatabase
class ParallelStartIT {

    private static final String RUN = "SELECT statement FROM partition_tools.run(?::regclass, ?::json)";
    private static final String PLAN = "SELECT count(*) FROM partition_tools.plan(?::regclass, ?::json)";

    private final PolicyFile policy =
            PolicyReader.read(List.of(Path.of("../config/demo-policy.yaml"))).policies().get(0);
    private final TablePolicy orders = policy.tables().get(0);
    private final String json = PolicyJson.of(orders, policy.timezone());

    @Test
    void jobsOfOneRunWaitForEachOther(TestDatabase original) throws Exception {
        try (TestDatabase database = original.fresh()) {
            database.executeFile(Path.of("../test_sql/demo_sales.sql"), "SET demo.rows = 5000");

            List<String> statements = run(database);

            assertThat(statements).hasSizeGreaterThan(3);
            assertThat(errorsOfAll(database, statements)).isEmpty();
            assertThat(database.queryForString(PLAN, orders.qualifiedName(), json)).isEqualTo("0");
        }
    }

    /** The run after a failure has the job that failed, and new ones after it. */
    @Test
    void soDoThoseOfARunThatGoesOnWithAnEarlierOne(TestDatabase original) throws Exception {
        try (TestDatabase database = original.fresh()) {
            database.executeFile(Path.of("../test_sql/demo_sales.sql"), "SET demo.rows = 5000");
            database.execute("CREATE VIEW sales.v AS SELECT * FROM sales.orders_default");
            assertThat(errorsOfAll(database, run(database))).isNotEmpty();
            database.execute("DROP VIEW sales.v");

            List<String> statements = run(database);

            assertThat(errorsOfAll(database, statements)).isEmpty();
            assertThat(database.queryForString(PLAN, orders.qualifiedName(), json)).isEqualTo("0");
        }
    }

    /** A call that was cancelled between two steps leaves its lock to its session: who comes next is told whose it is. */
    @Test
    void aLockThatAnInterruptedCallHasLeftIsNamed(TestDatabase original) throws Exception {
        try (TestDatabase database = original.fresh(); Connection interrupted = database.connect()) {
            database.executeFile(Path.of("../test_sql/demo_sales.sql"), "SET demo.rows = 5000");
            String statement = run(database).get(0);
            int pid = interrupted.unwrap(PGConnection.class).getBackendPID();
            try (Statement lock = interrupted.createStatement()) {
                lock.execute("SELECT pg_advisory_lock(1347702785, partition_tools_internal.table_lock_key('sales.orders'::regclass))");
            }

            assertThat(errorOf(database, statement))
                    .contains("session " + pid + " was interrupted and keeps the lock of sales.orders", "pg_terminate_backend(" + pid + ")");
        }
    }

    private List<String> run(TestDatabase database) throws SQLException {
        return database.queryForStrings(RUN, orders.qualifiedName(), json);
    }

    /** Starts all at once. */
    private static List<String> errorsOfAll(TestDatabase database, List<String> statements) throws Exception {
        ExecutorService sessions = Executors.newFixedThreadPool(statements.size());
        try {
            List<Callable<String>> calls = new ArrayList<>();
            statements.forEach(statement -> calls.add(() -> errorOf(database, statement)));
            List<String> errors = new ArrayList<>();
            for (Future<String> result : sessions.invokeAll(calls)) {
                errors.add(result.get());
            }
            errors.removeIf(String::isEmpty);
            return errors;
        } finally {
            sessions.shutdownNow();
        }
    }

    private static String errorOf(TestDatabase database, String call) {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            statement.execute(call);
            return "";
        } catch (SQLException e) {
            return call + ": " + e.getMessage();
        }
    }
}
