package org.partitiontools.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Whenever a cancellation comes, no statement goes on as if it had not. */
@PartitionToolsDatabase
class RunningStatementsIT {

    private static final String LONG = "SELECT pg_sleep(30)";
    private static final String QUERY_CANCELED = "57014";
    private static final Duration SOON = Duration.ofSeconds(15);

    private final RunningStatements statements = new RunningStatements();

    @Test
    void aCancellationThatComesBeforeTheStatementIsSentIsNotLost(TestDatabase database) throws Exception {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch cancelled = new CountDownLatch(1);
            Statement late = sentWhen(statement, begun, cancelled);
            CompletableFuture<Boolean> execution = CompletableFuture.supplyAsync(() -> execute(late));
            begun.await();

            statements.cancel();
            cancelled.countDown();

            assertThat(failure(execution).getSQLState()).isEqualTo(QUERY_CANCELED);
        }
    }

    @Test
    void aStatementThatIsExecutedIsCancelledOnce(TestDatabase database) throws Exception {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            // The handler, as that of a job, has time to note how it ended: a second cancellation would end it.
            String handled = """
                    DO $$
                    BEGIN
                        PERFORM pg_sleep(30);
                    EXCEPTION WHEN query_canceled THEN
                        PERFORM pg_sleep(1);
                        RAISE EXCEPTION 'noted';
                    END
                    $$""";
            CompletableFuture<Boolean> execution = CompletableFuture.supplyAsync(() -> execute(statement, handled));
            awaitActive(database, "PERFORM pg_sleep");

            statements.cancel();

            assertThat(failure(execution).getMessage()).contains("noted");
        }
    }

    @Test
    void nothingIsExecutedAfterACancellation(TestDatabase database) throws Exception {
        statements.cancel();
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            assertThat(statements.execute(statement, LONG)).isFalse();
        }
        assertThat(statements.isCancelled()).isTrue();
    }

    /** A statement whose thread pauses just before it sends it. */
    private static Statement sentWhen(Statement statement, CountDownLatch begun, CountDownLatch allowed) {
        return (Statement) Proxy.newProxyInstance(RunningStatementsIT.class.getClassLoader(), new Class<?>[] {Statement.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("execute")) {
                begun.countDown();
                allowed.await();
            }
            if (method.getDeclaringClass() == Object.class) {
                return method.getName().equals("equals") ? proxy == arguments[0] : method.invoke(statement, arguments);
            }
            try {
                return method.invoke(statement, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private boolean execute(Statement statement) {
        return execute(statement, LONG);
    }

    private boolean execute(Statement statement, String sql) {
        try {
            return statements.execute(statement, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SQLException failure(CompletableFuture<Boolean> execution) {
        ExecutionException failure = catchThrowableOfType(ExecutionException.class, () -> execution.get(SOON.toSeconds(), TimeUnit.SECONDS));
        return (SQLException) failure.getCause().getCause();
    }

    private static void awaitActive(TestDatabase database, String part) throws Exception {
        String active = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep' AND query LIKE '%' || ? || '%'";
        while (!database.queryForString(active, part).equals("1")) {
            Thread.sleep(20);
        }
    }
}
