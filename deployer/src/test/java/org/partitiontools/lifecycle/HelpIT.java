package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.Campaign;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Several sessions do one job, while others write to its table: whoever of them dies, no row is lost, doubled or invisible. */
@PartitionToolsDatabase(owner = true)
class HelpIT {

    /** Slowly enough that others come in time. */
    private static final String RATE = "rows_per_second = 40000";
    private static final int KILLS = 6;
    private static final int MANY = 60_000;

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(Operation.DRAIN, Shape.PRIMARY_KEY, 3),
                Arguments.of(Operation.DRAIN, Shape.NO_KEY, 1),
                Arguments.of(Operation.ALIGN, Shape.UNIQUE_INDEX_WITH_NULLS, 3));
    }

    static Stream<Arguments> otherCases() {
        return Stream.of(Operation.values()).filter(operation -> operation != Operation.ATTACH)
                .flatMap(operation -> Stream.of(Shape.values()).filter(Shape::partitionable)
                        .flatMap(shape -> Stream.of(1, 3).map(helpers -> Arguments.of(operation, shape, helpers))));
    }

    @ParameterizedTest(name = "{0} {1}, {2} helping")
    @MethodSource("cases")
    void theTableEqualsTheTruth(Operation operation, Shape shape, int helping, TestDatabase shared) throws Exception {
        assertTruth(operation, shape, helping, shared);
    }

    @Campaign
    @ParameterizedTest(name = "{0} {1}, {2} helping")
    @MethodSource("otherCases")
    void soItDoesForAllOperationsOnAllKindsOfTables(Operation operation, Shape shape, int helping, TestDatabase shared) throws Exception {
        assertTruth(operation, shape, helping, shared);
    }

    private static void assertTruth(Operation operation, Shape shape, int helping, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); JobSession session = JobSession.open(database, RATE)) {
            Orders orders = Orders.create(database, shape, Orders.ROWS, operation.partitions());
            Helpers helpers = Helpers.start(database, helping, RATE);
            Load load = Load.start(orders, true);
            try (load; helpers) {
                operation.execute(session, database);
                load.serve();
            }
            assertThat(load.errors()).as("errors of the application: %s", load).isEmpty();
            assertThat(helpers.errors()).as("errors of helpers").isEmpty();
            // One partition after the other is too little for many.
            if (operation != Operation.MOVE) {
                assertThat(helpers.rows()).as("rows copied by helpers: %s", helpers).isPositive();
            }
            whole(orders);
            assertThat(operation.plan(database)).as("what is left to do").isEmpty();
        }
    }

    private static void whole(Orders orders) throws SQLException {
        assertThat(orders.differences()).as("rows in one table only").isZero();
        assertThat(orders.differencesByIndex()).as("rows the indexes lack").isZero();
        assertThat(orders.misplaced()).as("rows in the wrong partition").isEmpty();
        assertThat(Leftovers.in(orders.database())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Shape.class, names = {"PRIMARY_KEY", "ID", "NO_KEY"})
    void aPlainTableBecomesPartitionedAndPlainAgain(Shape shape, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); JobSession session = JobSession.open(database, RATE)) {
            Orders orders = Orders.createPlain(database, shape, Orders.ROWS);
            Helpers helpers = Helpers.start(database, 2, RATE);
            Load load = Load.start(orders, true);
            try (load; helpers) {
                session.execute(ConvertIT.CONVERT);
                session.execute("CALL partition_tools.finish(" + ConvertIT.conversion(database) + ")");
                assertThat(helpers.targets()).as("partitions built by helpers: %s", helpers).isPositive();
                load.serve();
                session.execute("SET partition_tools.keep_source = '0'");
                session.execute("CALL partition_tools.unpartition('orders')");
                load.serve();
            }
            assertThat(load.errors()).as("errors of the application: %s", load).isEmpty();
            assertThat(helpers.errors()).as("errors of helpers").isEmpty();
            assertThat(orders.differences()).as("rows in one table only").isZero();
            assertThat(orders.differencesByIndex()).as("rows the indexes lack").isZero();
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Shape.class, names = {"PRIMARY_KEY", "NO_KEY"})
    void helpersMayDieAtAnyMoment(Shape shape, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); JobSession session = JobSession.open(database, RATE)) {
            Orders orders = Orders.create(database, shape, MANY, Operation.DRAIN.partitions());
            Helpers helpers = Helpers.start(database, 3, RATE);
            Load load = Load.start(orders, true);
            try (load; helpers) {
                Killer killer = Killer.start(database, () -> Helpers.pids(database));
                try (killer) {
                    Operation.DRAIN.execute(session, database);
                }
                assertThat(killer.kills()).as("kills").isPositive();
                load.serve();
            }
            assertThat(load.errors()).as("errors of the application: %s", load).isEmpty();
            assertThat(helpers.deaths()).as("helpers that died").isPositive();
            whole(orders);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Shape.class, names = {"PRIMARY_KEY", "NO_KEY"})
    void whoExecutesTheJobMayDieToo(Shape shape, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders orders = Orders.create(database, shape, MANY, Operation.DRAIN.partitions());
            Helpers helpers = Helpers.start(database, 2, RATE);
            Load load = Load.start(orders, true);
            long job = Operation.DRAIN.run(database).get(0);
            AtomicInteger kills = new AtomicInteger();
            try (load; helpers) {
                Random random = new Random(1);
                while (!Steps.state(database, job).equals("completed")) {
                    try (JobSession session = JobSession.open(database, RATE)) {
                        CompletableFuture<Void> running = session.startInBackground(job);
                        if (kills.get() < KILLS) {
                            Thread.sleep(100 + random.nextInt(500));
                            database.execute("SELECT pg_terminate_backend(" + session.pid() + ")");
                            kills.incrementAndGet();
                        }
                        running.handle((nothing, e) -> null).join();
                    }
                }
                load.serve();
            }
            assertThat(load.errors()).as("errors of the application: %s", load).isEmpty();
            assertThat(helpers.rows()).as("rows copied by helpers: %s", helpers).isPositive();
            whole(orders);
        }
    }

    /** Ends sessions, one after the other, as long as it is open. */
    private static final class Killer implements AutoCloseable {

        /** The sessions to choose from. */
        interface Victims {
            List<Integer> now() throws SQLException;
        }

        private final AtomicInteger kills = new AtomicInteger();
        private final Random random = new Random(1);
        private CompletableFuture<Void> session;
        private volatile boolean stopped;

        static Killer start(TestDatabase database, Victims victims) {
            Killer killer = new Killer();
            killer.session = Background.run(() -> {
                while (!killer.stopped) {
                    Thread.sleep(killer.random.nextInt(150));
                    List<Integer> pids = victims.now();
                    if (!pids.isEmpty()) {
                        database.execute("SELECT pg_terminate_backend(" + pids.get(killer.random.nextInt(pids.size())) + ")");
                        killer.kills.incrementAndGet();
                    }
                }
            });
            return killer;
        }

        int kills() {
            return kills.get();
        }

        @Override
        public void close() {
            stopped = true;
            session.join();
        }
    }

    @Campaign
    @ParameterizedTest
    @ValueSource(strings = {"copy", "build"})
    void cancelEndsTheHelpAndUndoesAll(String phase, TestDatabase shared) throws Exception {
        cancelled(phase, shared);
    }

    @Test
    void cancelEndsTheHelp(TestDatabase shared) throws Exception {
        cancelled("copy", shared);
    }

    private static void cancelled(String phase, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); JobSession session = JobSession.open(database, RATE); JobSession other = JobSession.open(database)) {
            Orders orders = Orders.create(database, Shape.PRIMARY_KEY, MANY, Operation.DRAIN.partitions());
            // Long enough that somebody is always at it.
            slowIndex(database);
            List<String> before = orders.definition();
            long job = Operation.DRAIN.run(database).get(0);
            Helpers helpers = Helpers.start(database, 2, RATE);
            try (helpers) {
                CompletableFuture<Void> running = session.startInBackground(job);
                Await.until("a helper has a task of phase " + phase, () -> Steps.phase(database, job) != null && Steps.phase(database, job).equals(phase)
                        && !database.queryForString("SELECT partition_tools_internal.task_holders(" + job + ")").equals("{}"));
                other.cancel(job);
                assertThat(Steps.state(database, job)).isEqualTo("cancelled");
                Await.until("the helpers have ended", () -> Helpers.pids(database).isEmpty());
                running.handle((nothing, e) -> null).join();
            }
            assertThat(orders.definition()).isEqualTo(before);
            database.execute("DROP INDEX slow");
            whole(orders);
        }
    }

    /** A row takes a while, in an index of all targets. */
    private static void slowIndex(TestDatabase database) throws SQLException {
        database.execute("CREATE FUNCTION slowly(bigint) RETURNS bigint IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN"
                + " IF $1 % 100 = 0 THEN PERFORM pg_sleep(0.005); END IF; RETURN $1; END $$",
                "ALTER TABLE orders_default SET (autovacuum_enabled = off)", "CREATE INDEX slow ON ONLY orders (slowly(id))");
    }

    @Test
    void whatCannotBeBuiltEndsTheHelpAndTheJob(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); JobSession session = JobSession.open(database, RATE)) {
            database.execute("CREATE TABLE t (id int NOT NULL, at date NOT NULL, code int) PARTITION BY RANGE (at)",
                    "CREATE TABLE t_a PARTITION OF t FOR VALUES FROM ('2025-01-01') TO ('2025-01-16')",
                    "CREATE TABLE t_b PARTITION OF t FOR VALUES FROM ('2025-01-16') TO ('2025-02-01')",
                    "CREATE UNIQUE INDEX ON t_a (code)", "CREATE UNIQUE INDEX ON t_b (code)",
                    "INSERT INTO t SELECT g, '2025-01-02'::date + g % 2 * 20, g / 2 FROM generate_series(1, 20000) AS g");
            long job = Long.parseLong(database.queryForString(
                    "SELECT partition_tools_internal.repartition_job('t', '{t_a,t_b}', '{2025-01-01,2025-01-10,2025-02-01}', '{t_1,t_2}', NULL, NULL)"));
            // Unique in its own partition.
            database.execute("INSERT INTO t SELECT 0, '2025-01-12', 0");
            Helpers helpers = Helpers.start(database, 2, RATE);
            SQLException error;
            try (helpers) {
                error = catchThrowableOfType(SQLException.class, () -> session.start(job));
            }
            assertThat(error.getSQLState()).as(error.getMessage()).isEqualTo("PP028");
            assertThat(helpers.errors()).allMatch(message -> message.startsWith("PP028"));
            assertThat(Steps.state(database, job)).isEqualTo("failed");
            database.execute("DROP INDEX t_a_code_idx, t_b_code_idx");
            session.start(job);
            assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo("20001");
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }

    @Test
    void aSessionThatKeepsItsBlocksIsNamed(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); JobSession session = JobSession.open(database, "lock_patience = '1s'")) {
            Orders orders = Orders.create(database, Shape.PRIMARY_KEY, MANY, Operation.DRAIN.partitions());
            long job = Operation.DRAIN.run(database).get(0);
            try (Steps steps = Steps.of(database, job)) {
                assertThat(steps.next()).isEqualTo("copy");
                assertThat(steps.next()).isEqualTo("copy");
            }
            try (Connection hung = database.connect()) {
                hung.setAutoCommit(false);
                String pid = Sessions.value(hung, "SELECT pg_backend_pid() FROM partition_tools_internal.job_task ORDER BY number DESC LIMIT 1 FOR UPDATE");
                SQLException error = catchThrowableOfType(SQLException.class, () -> session.start(job));
                assertThat(error.getSQLState()).as(error.getMessage()).isEqualTo("PP044");
                assertThat(error.getMessage()).contains("session " + pid + " ").contains("pg_terminate_backend(" + pid + ")");
            }
            assertThat(Steps.phase(database, job)).isEqualTo("copy");
            session.start(job);
            whole(orders);
        }
    }

    @Test
    void helpIsForJobsThatSomebodyExecutes(TestDatabase shared) throws Exception {
        try (January table = new January(shared); JobSession session = JobSession.open(table.database())) {
            long job = table.merge();
            assertThat(stateOf(session, "CALL partition_tools.help(" + job + ")")).isEqualTo("PP045");
            assertThat(stateOf(session, "CALL partition_tools.help(" + (job + 1000) + ")")).isEqualTo("PP051");
            assertThat(stateOf(session, "BEGIN; CALL partition_tools.help(" + job + ")")).isEqualTo("2D000");
            session.execute("ROLLBACK");
            session.start(job);
            session.execute("CALL partition_tools.help(" + job + ")");
            assertThat(session.messages()).contains("job " + job + " is completed already");
            assertThat(Leftovers.in(table.database())).isEmpty();
        }
    }

    private static String stateOf(JobSession session, String sql) {
        return catchThrowableOfType(SQLException.class, () -> session.execute(sql)).getSQLState();
    }

    @ParameterizedTest
    @ValueSource(strings = {"repeatable read", "serializable"})
    void theDefaultsOfASessionDoNotMatter(String isolation, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); JobSession session = JobSession.open(database, RATE); JobSession helper = JobSession.open(database, RATE)) {
            Orders orders = Orders.create(database, Shape.NO_KEY, MANY, Operation.DRAIN.partitions());
            long job = Operation.DRAIN.run(database).get(0);
            helper.execute("SET default_transaction_isolation = '" + isolation + "'");
            helper.execute("SET search_path = public");
            Load load = Load.start(orders, true);
            try (load) {
                CompletableFuture<Void> running = session.startInBackground(job);
                Await.until("the job is executed", () -> "copy".equals(Steps.phase(database, job)));
                helper.execute("CALL partition_tools.help(" + job + ")");
                running.join();
            }
            assertThat(helper.messages()).anyMatch(message -> message.matches("job \\d+: this session has copied [1-9].*"));
            assertThat(load.errors()).as("errors of the application: %s", load).isEmpty();
            whole(orders);
        }
    }

    /** Both would call an index a_b_c_idx, and neither sees the other's. */
    @Test
    void indexesGetDifferentNames(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); JobSession session = JobSession.open(database)) {
            database.execute("CREATE TABLE t (b_c int, c int, at date NOT NULL) PARTITION BY RANGE (at)",
                    "CREATE TABLE t_old PARTITION OF t FOR VALUES FROM ('2025-01-01') TO ('2025-02-01')",
                    "CREATE INDEX ON t (b_c)", "CREATE INDEX ON t (c)", "INSERT INTO t SELECT g, g, '2025-01-01'::date + g % 31 FROM generate_series(1, 1000) AS g");
            long job = Long.parseLong(database.queryForString(
                    "SELECT partition_tools_internal.repartition_job('t', '{t_old}', '{2025-01-01,2025-01-10,2025-02-01}', '{a,a_b}', NULL, NULL)"));
            Steps.until(database, job, "build");
            try (Connection one = database.connect(); Connection two = database.connect()) {
                one.setAutoCommit(false);
                two.setAutoCommit(false);
                Sessions.execute(one, "SET LOCAL search_path = pg_catalog; SELECT partition_tools_internal.tasks_of_targets(%d, 'build', 1)".formatted(job));
                one.commit();
                assertThat(Sessions.value(one, "SELECT (partition_tools_internal.target_task(%d, 'build', NULL)).done".formatted(job))).isEqualTo("1");
                assertThat(Sessions.value(two, "SELECT (partition_tools_internal.target_task(%d, 'build', NULL)).done".formatted(job))).isEqualTo("1");
                one.commit();
                two.commit();
            }
            assertThat(database.queryForString("SELECT count(DISTINCT final_name) FROM partition_tools_internal.job_rename")).isEqualTo("3");
            // As if the one that executes the job had noted that there are tasks.
            database.asSuperuser().execute("UPDATE partition_tools_internal.job_event SET position = '{\"tasks\": true}'"
                    + " WHERE event_id = (SELECT max(event_id) FROM partition_tools_internal.job_event)");
            session.start(job);
            assertThat(database.queryForStrings("SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid IN ('a'::regclass, 'a_b'::regclass) ORDER BY 1"))
                    .contains("a_b_c_idx", "a_b_c_idx1", "a_c_idx").hasSize(4);
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }
}
