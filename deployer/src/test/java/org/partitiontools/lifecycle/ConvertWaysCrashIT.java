package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitiontools.testing.Campaign;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.partitiontools.testing.TestServer;

/** A table that is adopted, or becomes plain, torn off between any two steps, there and back: either can be finished, and what has not switched be undone. */
@PartitionToolsDatabase(owner = true)
@Campaign
class ConvertWaysCrashIT {

    private static final int ROWS = 1_000;
    private static final int MAX_STEPS = 100;
    private static final int WRITES_A_STEP = 3;

    /** What becomes of a table. */
    enum Way {
        ADOPT("SELECT partition_tools_internal.convert_job('orders', 'at', '3 months', NULL, NULL, NULL, 'adopt', '" + Orders.AS_OF + "')"),
        UNPARTITION("SELECT partition_tools_internal.unpartition_job('orders', NULL)");

        private final String job;

        Way(String job) {
            this.job = job;
        }

        Orders create(TestDatabase database, Shape shape) throws SQLException {
            Orders orders = Orders.createPlain(database, shape, ROWS);
            if (this == UNPARTITION) {
                database.execute("SET partition_tools.keep_source = '0'", ConvertIT.CONVERT);
            }
            return orders;
        }

        long begin(TestDatabase database) throws SQLException {
            return Long.parseLong(database.queryForString(job));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"ADOPT, ID", "UNPARTITION, ID", "UNPARTITION, NO_KEY"})
    void whatIsAbandonedIsFinished(Way way, Shape shape, TestDatabase shared) throws Exception {
        Set<String> seen = new LinkedHashSet<>();
        try (TestDatabase database = shared.fresh()) {
            for (int steps = 1; abandonAndFinish(database, way, shape, steps, seen); steps++) {
                assertThat(steps).isLessThan(MAX_STEPS);
            }
        }
        assertThat(seen).contains(way == Way.ADOPT ? new String[] {"adopt_index", "adopt_check", "adopt_validate", "adopt_swap", "clean_up"}
                : new String[] {"copy", "reconcile", "build", "catch_up", "mirror", "settle", "unpartition_swap", "clean_up"});
    }

    /** Returns whether there was anything left to do. */
    private static boolean abandonAndFinish(TestDatabase database, Way way, Shape shape, int steps, Set<String> seen) throws Exception {
        Orders orders = way.create(database, shape);
        long job = way.begin(database);
        try (Connection connection = database.connect(); JobSession session = JobSession.open(database)) {
            Writer writer = new Writer(connection, orders, 1, true);
            String phase = step(database, job, steps, writer);
            seen.add(phase);
            if (phase.equals("done")) {
                return false;
            }
            write(writer);
            if (!phase.equals("clean_up")) {
                assertThat(way.begin(database)).as("the same again, in phase %s", phase).isEqualTo(job);
            }
            session.start(job);
            write(writer);
            session.execute("CALL partition_tools.finish(" + job + ")");
            write(writer);
            whole(orders, phase);
            return true;
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"ADOPT, ID", "UNPARTITION, ID", "UNPARTITION, NO_KEY"})
    void whatIsAbandonedIsUndoneOrReverted(Way way, Shape shape, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            for (int steps = 1; abandonAndCancel(database, way, shape, steps); steps++) {
                assertThat(steps).isLessThan(MAX_STEPS);
            }
        }
    }

    private static boolean abandonAndCancel(TestDatabase database, Way way, Shape shape, int steps) throws Exception {
        Orders orders = way.create(database, shape);
        String before = ConvertCrashIT.definition(database);
        long job = way.begin(database);
        try (Connection connection = database.connect(); JobSession session = JobSession.open(database)) {
            Writer writer = new Writer(connection, orders, 1, true);
            String phase = step(database, job, steps, writer);
            if (phase.equals("done")) {
                return false;
            }
            write(writer);
            boolean swapped = phase.equals("clean_up");
            assertThat(session.cancelUnlessSwapped(job)).as("after phase %s", phase).isNotEqualTo(swapped);
            write(writer);
            if (swapped) {
                session.execute("CALL partition_tools.revert(" + job + ")");
            }
            assertThat(ConvertCrashIT.definition(database)).as("after phase %s", phase).isEqualTo(before);
            whole(orders, phase);
            return true;
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"ADOPT, ID", "UNPARTITION, ID", "UNPARTITION, NO_KEY"})
    void anAbandonedWayBackIsFinished(Way way, Shape shape, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            for (int steps = 1; abandonRevert(database, way, shape, steps); steps++) {
                assertThat(steps).isLessThan(MAX_STEPS);
            }
        }
    }

    private static boolean abandonRevert(TestDatabase database, Way way, Shape shape, int steps) throws Exception {
        Orders orders = way.create(database, shape);
        String before = ConvertCrashIT.definition(database);
        long job = way.begin(database);
        try (Connection connection = database.connect(); JobSession session = JobSession.open(database)) {
            Writer writer = new Writer(connection, orders, 1, true);
            session.start(job);
            write(writer);
            long keeper = turn(database, job);
            String phase = step(database, keeper, steps, writer);
            if (phase.equals("done")) {
                return false;
            }
            write(writer);
            session.execute("CALL partition_tools.revert(" + job + ")");
            write(writer);
            assertThat(ConvertCrashIT.definition(database)).as("after phase %s", phase).isEqualTo(before);
            whole(orders, phase);
            return true;
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Way.class)
    void theServerCrashesInEachPhase(Way way) throws Exception {
        try (TestServer server = TestServer.start()) {
            TestDatabase database = server.createDatabase();
            // Else a commit of the truth could be lost alone; the defaults of the test server are for speed.
            database.execute("ALTER DATABASE " + database.name() + " SET synchronous_commit = on");
            for (boolean revert : new boolean[] {false, true}) {
                Set<String> crashed = new LinkedHashSet<>();
                boolean more = true;
                while (more) {
                    more = crashInNextPhase(server, database, way, crashed, revert);
                }
                assertThat(crashed).contains(revert ? "revert_clean_up" : "clean_up");
            }
        }
    }

    private static boolean crashInNextPhase(TestServer server, TestDatabase database, Way way, Set<String> crashed, boolean revert) throws Exception {
        Orders orders = way.create(database, Shape.ID);
        long job = way.begin(database);
        if (revert) {
            database.execute("CALL partition_tools.start(" + job + ")");
            job = turn(database, job);
        }
        String phase;
        try (Connection connection = database.connect()) {
            Writer writer = new Writer(connection, orders, 1, true);
            phase = step(database, job, 1, writer);
            while (crashed.contains(phase) && !phase.equals("done")) {
                phase = step(database, job, 1, writer);
            }
        }
        if (phase.equals("done")) {
            return false;
        }
        crashed.add(phase);
        server.crash();
        try (JobSession session = JobSession.open(database)) {
            session.start(job);
            if (!revert) {
                session.execute("CALL partition_tools.finish(" + job + ")");
            }
        }
        whole(orders, phase);
        return true;
    }

    private static long turn(TestDatabase database, long job) throws SQLException {
        long keeper = Long.parseLong(database.queryForString("SELECT partition_tools_internal.keeper_of(?)", job));
        database.query("SELECT partition_tools_internal.keeper_turn(?, 'revert')", keeper);
        return keeper;
    }

    /** Does so many steps, each as a session of its own would, with writes between them; returns the phase that comes next. */
    private static String step(TestDatabase database, long job, int steps, Writer writer) throws Exception {
        String phase = "";
        try (Steps step = Steps.of(database, job)) {
            for (int i = 0; i < steps && !phase.equals("done"); i++) {
                write(writer);
                phase = step.next();
            }
        }
        return phase;
    }

    private static void write(Writer writer) throws SQLException, InterruptedException {
        for (int i = 0; i < WRITES_A_STEP; i++) {
            writer.write();
        }
    }

    private static void whole(Orders orders, String phase) throws SQLException {
        List<String> wrong = new ArrayList<>(Leftovers.in(orders.database()));
        wrong.addAll(orders.misplaced());
        assertThat(wrong).as("after phase %s", phase).isEmpty();
        assertThat(orders.differences()).as("rows in one table only, after phase %s", phase).isZero();
        assertThat(orders.differencesByIndex()).as("rows the indexes lack, after phase %s", phase).isZero();
    }
}
