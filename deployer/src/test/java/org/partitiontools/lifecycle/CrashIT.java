package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.Campaign;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.partitiontools.testing.TestServer;

/** A job that is torn off at any point can be finished or undone, and the table is whole either way. */
@PartitionToolsDatabase
class CrashIT {

    private static final int ROWS = 2_000;
    private static final int MAX_STEPS = 200;
    /** Few partitions make few steps, and so few lives of a job to be tried. */
    private static final String POLICY = Operation.DRAIN.policy().replace("1 month", "3 months");

    private final Random random = new Random(1);

    @Campaign
    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Shape.class, names = {"PRIMARY_KEY", "NO_KEY"})
    void anAbandonedJobIsFinished(Shape shape, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            for (int steps = 1; abandonAndFinish(database, shape, steps); steps++) {
                assertThat(steps).isLessThan(MAX_STEPS);
            }
        }
    }

    /** Returns whether there was anything left to do. */
    private boolean abandonAndFinish(TestDatabase database, Shape shape, int steps) throws Exception {
        Orders orders = Orders.create(database, shape, ROWS, Operation.DRAIN.partitions());
        try (Connection connection = database.connect(); JobSession session = JobSession.open(database)) {
            Writer writer = new Writer(connection, orders, 1, true);
            long job = Operation.run(database, POLICY).get(0);
            String phase = TornOff.step(database, job, steps, writer);
            if (phase.equals("done")) {
                return false;
            }
            assertThat(Steps.state(database, job)).as("after phase %s", phase).isEqualTo("interrupted");
            TornOff.write(writer);
            // A repeated run goes on with the job instead of beginning anew.
            List<Long> again = Operation.run(database, POLICY);
            assertThat(again).as("in phase %s", phase).isEqualTo(phase.equals("clean_up") ? List.of() : List.of(job));
            session.start(job);
            TornOff.whole(orders, phase);
            assertThat(Operation.plan(database, POLICY)).isEmpty();
            return true;
        }
    }

    @Campaign
    @Test
    void anAbandonedJobIsUndone(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            for (int steps = 1; abandonAndCancel(database, steps); steps++) {
                assertThat(steps).isLessThan(MAX_STEPS);
            }
        }
    }

    private boolean abandonAndCancel(TestDatabase database, int steps) throws Exception {
        Orders orders = Orders.create(database, Shape.PRIMARY_KEY, ROWS, Operation.DRAIN.partitions());
        try (Connection connection = database.connect(); JobSession session = JobSession.open(database)) {
            Writer writer = new Writer(connection, orders, 1, true);
            List<String> before = orders.definition();
            long job = Operation.run(database, POLICY).get(0);
            String phase = TornOff.step(database, job, steps, writer);
            if (phase.equals("done")) {
                return false;
            }
            TornOff.write(writer);
            boolean swapped = phase.equals("clean_up");
            assertThat(session.cancelUnlessSwapped(job)).as("after phase %s", phase).isNotEqualTo(swapped);
            assertThat(Steps.state(database, job)).as("after phase %s", phase).isEqualTo(swapped ? "completed" : "cancelled");
            if (!swapped) {
                assertThat(orders.definition()).as("after phase %s", phase).isEqualTo(before);
            }
            TornOff.whole(orders, phase);
            return true;
        }
    }

    @Campaign
    @Test
    void aDifferentPlanUndoesWhatWasAbandoned(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Set<String> seen = new LinkedHashSet<>();
            for (int steps = 1; supersede(database, steps, seen); steps += 2) {
                assertThat(steps).isLessThan(MAX_STEPS);
            }
            assertThat(seen).hasSizeGreaterThan(3);
        }
    }

    private boolean supersede(TestDatabase database, int steps, Set<String> seen) throws Exception {
        Orders orders = Orders.create(database, Shape.UNIQUE_INDEX_WITH_NULLS, ROWS, Operation.DRAIN.partitions());
        try (Connection connection = database.connect(); JobSession session = JobSession.open(database)) {
            Writer writer = new Writer(connection, orders, 1, true);
            long abandoned = Operation.run(database, POLICY).get(0);
            String phase = TornOff.step(database, abandoned, steps, writer);
            if (phase.equals("clean_up") || phase.equals("done")) {
                return false;
            }
            seen.add(phase);
            for (long job : Operation.DRAIN.run(database)) {
                session.start(job);
            }
            assertThat(Steps.state(database, abandoned)).as("after phase %s", phase).isEqualTo("cancelled");
            TornOff.whole(orders, phase);
            assertThat(orders.partitions()).as("after phase %s", phase).hasSize(7);
            return true;
        }
    }

    @Campaign
    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Operation.class, names = {"DRAIN", "ALIGN", "MOVE"})
    void killedAgainAndAgainUnderLoad(Operation operation, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders orders = Orders.create(database, Shape.PRIMARY_KEY, Orders.ROWS, operation.partitions());
            Load load = Load.start(orders, true);
            try (load) {
                for (long job : operation.run(database)) {
                    killUntilDone(database, job);
                }
            }
            assertThat(load.errors()).isEmpty();
            TornOff.whole(orders, "kills");
            assertThat(operation.plan(database)).isEmpty();
        }
    }

    /** The copy is slowed down and goes on where it was, so that kills meet every phase, and the job ends all the same. */
    private void killUntilDone(TestDatabase database, long job) throws Exception {
        for (int life = 1; !Steps.state(database, job).equals("completed"); life++) {
            try (JobSession session = JobSession.open(database, "rows_per_second = 60000", "batch_ms = 5")) {
                CompletableFuture<Void> running = session.startInBackground(job);
                long end = System.nanoTime() + (10 + random.nextInt(100 + 30 * life)) * 1_000_000L;
                while (System.nanoTime() < end && !running.isDone()) {
                    Thread.sleep(5);
                }
                database.query("SELECT pg_terminate_backend(?)", session.pid());
                running.handle((nothing, error) -> null).join();
            }
            goneWithItsLocks(database);
        }
    }

    private static void goneWithItsLocks(TestDatabase database) throws Exception {
        Await.until("the killed session to go", () -> database.queryForStrings(
                "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid IN (1347702785, 1347702786)").isEmpty());
    }

    @ParameterizedTest(name = "cancel: {0}")
    @ValueSource(booleans = {false, true})
    void theServerCrashesInEachPhase(boolean cancel) throws Exception {
        try (TestServer server = TestServer.start()) {
            TestDatabase database = server.createDatabase();
            // Else a commit of the truth could be lost alone; the defaults of the test server are for speed.
            database.execute("ALTER DATABASE " + database.name() + " SET synchronous_commit = on");
            Set<String> crashed = new LinkedHashSet<>();
            boolean more = true;
            while (more) {
                more = crashInNextPhase(server, database, crashed, cancel);
            }
            assertThat(crashed).contains("copy", "reconcile", "build", "catch_up", "validate_keys", "swap", "clean_up");
        }
    }

    private boolean crashInNextPhase(TestServer server, TestDatabase database, Set<String> crashed, boolean cancel) throws Exception {
        Orders orders = Orders.create(database, Shape.PRIMARY_KEY, ROWS, Operation.DRAIN.partitions());
        List<String> before = orders.definition();
        long job = Operation.run(database, POLICY).get(0);
        String phase = TornOff.stepToNewPhase(database, orders, job, crashed);
        if (phase.equals("done")) {
            return false;
        }
        crashed.add(phase);
        server.crash();
        assertThat(Steps.state(database, job)).isEqualTo("interrupted");
        try (JobSession session = JobSession.open(database)) {
            if (cancel) {
                session.cancelUnlessSwapped(job);
            } else {
                session.start(job);
            }
        }
        TornOff.whole(orders, phase);
        if (cancel && !phase.equals("clean_up")) {
            assertThat(orders.definition()).as("after phase %s", phase).isEqualTo(before);
        }
        return true;
    }

    @Campaign
    @Test
    void theServerCrashesUnderTheJob() throws Exception {
        try (TestServer server = TestServer.start()) {
            TestDatabase database = server.createDatabase();
            database.execute("ALTER DATABASE " + database.name() + " SET synchronous_commit = on");
            Orders orders = Orders.create(database, Shape.PRIMARY_KEY, Orders.ROWS, Operation.MERGE.partitions());
            List<Long> jobs = Operation.MERGE.run(database);
            for (int crash = 0; crash < 3; crash++) {
                crashWhileRunning(server, database, orders, jobs.get(jobs.size() - 1), 20 + 250 * crash);
            }
            try (JobSession session = JobSession.open(database)) {
                session.start(jobs.get(jobs.size() - 1));
            }
            TornOff.whole(orders, "crashes");
            assertThat(Operation.MERGE.plan(database)).isEmpty();
        }
    }

    private static void crashWhileRunning(TestServer server, TestDatabase database, Orders orders, long job, int millis) throws Exception {
        Load load = Load.start(orders, true);
        try (load; JobSession session = JobSession.open(database)) {
            CompletableFuture<Void> running = session.startInBackground(job);
            Thread.sleep(millis);
            server.crash();
            running.handle((nothing, error) -> null).join();
        }
        // Lost connections are no fault here; wrong rows are.
        assertThat(load.errors()).noneMatch(error -> error.contains("one table only"));
    }
}
