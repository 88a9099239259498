package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.partitiontools.testing.TestServer;

/** A conversion, and the way back, torn off between any two steps: either can be finished, and what has not switched be undone. */
@PartitionToolsDatabase(owner = true)
class ConvertCrashIT {

    private static final int ROWS = 1_000;
    private static final int MAX_STEPS = 100;
    private static final int WRITES_A_STEP = 3;
    private static final String JOB = "SELECT partition_tools_internal.convert_job('orders', 'at', '3 months', '6 months', '0 days', NULL, NULL, '" + Orders.AS_OF + "')";

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Shape.class, names = {"ID", "NO_KEY"})
    void anAbandonedConversionIsFinished(Shape shape, TestDatabase shared) throws Exception {
        Set<String> seen = new LinkedHashSet<>();
        try (TestDatabase database = shared.fresh()) {
            for (int steps = 1; abandonAndFinish(database, shape, steps, seen); steps++) {
                assertThat(steps).isLessThan(MAX_STEPS);
            }
        }
        assertThat(seen).contains("copy", "reconcile", "convert_root", "build", "convert_join", "catch_up", "mirror", "settle", "foreign_keys",
                "validate_keys", "convert_keys", "convert_swap", "clean_up");
    }

    /** Returns whether there was anything left to do. */
    private static boolean abandonAndFinish(TestDatabase database, Shape shape, int steps, Set<String> seen) throws Exception {
        Orders orders = Orders.createPlain(database, shape, ROWS);
        long job = Long.parseLong(database.queryForString(JOB));
        try (Connection connection = database.connect(); JobSession session = JobSession.open(database)) {
            Writer writer = new Writer(connection, orders, 1, true);
            String phase = step(database, job, steps, writer);
            seen.add(phase);
            if (phase.equals("done")) {
                return false;
            }
            write(writer);
            if (!phase.equals("clean_up")) {
                assertThat(database.queryForString(JOB)).as("the same again, in phase %s", phase).isEqualTo(Long.toString(job));
            }
            session.start(job);
            write(writer);
            session.execute("CALL partition_tools.finish(" + job + ")");
            write(writer);
            whole(orders, phase);
            assertThat(orders.partitions()).hasSize(3);
            return true;
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Shape.class, names = {"ID", "NO_KEY"})
    void anAbandonedConversionIsUndone(Shape shape, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            for (int steps = 1; abandonAndCancel(database, shape, steps); steps++) {
                assertThat(steps).isLessThan(MAX_STEPS);
            }
        }
    }

    private static boolean abandonAndCancel(TestDatabase database, Shape shape, int steps) throws Exception {
        Orders orders = Orders.createPlain(database, shape, ROWS);
        String before = definition(database);
        long job = Long.parseLong(database.queryForString(JOB));
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
            assertThat(definition(database)).as("after phase %s", phase).isEqualTo(before);
            whole(orders, phase);
            return true;
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Shape.class, names = {"ID", "NO_KEY"})
    void anAbandonedRevertIsFinished(Shape shape, TestDatabase shared) throws Exception {
        Set<String> seen = new LinkedHashSet<>();
        try (TestDatabase database = shared.fresh()) {
            for (int steps = 1; abandonRevert(database, shape, steps, seen); steps++) {
                assertThat(steps).isLessThan(MAX_STEPS);
            }
        }
        assertThat(seen).contains("revert_swap", "revert_clean_up");
    }

    private static boolean abandonRevert(TestDatabase database, Shape shape, int steps, Set<String> seen) throws Exception {
        Orders orders = Orders.createPlain(database, shape, ROWS);
        String before = definition(database);
        try (Connection connection = database.connect(); JobSession session = JobSession.open(database)) {
            Writer writer = new Writer(connection, orders, 1, true);
            session.execute(ConvertIT.CONVERT);
            write(writer);
            long job = ConvertIT.conversion(database);
            long keeper = Long.parseLong(database.queryForString("SELECT partition_tools_internal.keeper_of(?)", job));
            database.query("SELECT partition_tools_internal.keeper_turn(?, 'revert')", keeper);
            String phase = step(database, keeper, steps, writer);
            seen.add(phase);
            if (phase.equals("done")) {
                return false;
            }
            write(writer);
            session.execute("CALL partition_tools.revert(" + job + ")");
            write(writer);
            assertThat(definition(database)).as("after phase %s", phase).isEqualTo(before);
            whole(orders, phase);
            return true;
        }
    }

    @ParameterizedTest(name = "revert: {0}")
    @ValueSource(booleans = {false, true})
    void theServerCrashesInEachPhase(boolean revert) throws Exception {
        try (TestServer server = TestServer.start()) {
            TestDatabase database = server.createDatabase();
            // Else a commit of the truth could be lost alone; the defaults of the test server are for speed.
            database.execute("ALTER DATABASE " + database.name() + " SET synchronous_commit = on");
            Set<String> crashed = new LinkedHashSet<>();
            boolean more = true;
            while (more) {
                more = crashInNextPhase(server, database, crashed, revert);
            }
            assertThat(crashed).contains(revert ? "revert_swap" : "convert_swap", revert ? "revert_clean_up" : "clean_up");
        }
    }

    private static boolean crashInNextPhase(TestServer server, TestDatabase database, Set<String> crashed, boolean revert) throws Exception {
        Orders orders = Orders.createPlain(database, Shape.ID, ROWS);
        long job = Long.parseLong(database.queryForString(JOB));
        if (revert) {
            database.execute("CALL partition_tools.start(" + job + ")");
            job = Long.parseLong(database.queryForString("SELECT partition_tools_internal.keeper_of(?)", job));
            database.query("SELECT partition_tools_internal.keeper_turn(?, 'revert')", job);
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

    /** What the table, its indexes, constraints and triggers are. */
    static String definition(TestDatabase database) throws SQLException {
        return database.queryForString("""
                SELECT concat_ws(E'\\n', c.relkind, c.relowner, c.relacl, c.reloptions,
                    (SELECT string_agg(pg_get_indexdef(x.indexrelid), E'\\n' ORDER BY x.indexrelid) FROM pg_index AS x WHERE x.indrelid = c.oid),
                    (SELECT string_agg(k.conname || pg_get_constraintdef(k.oid), E'\\n' ORDER BY k.conname) FROM pg_constraint AS k WHERE k.conrelid = c.oid),
                    (SELECT string_agg(pg_get_triggerdef(t.oid), E'\\n' ORDER BY t.tgname) FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal))
                  FROM pg_class AS c WHERE c.oid = 'orders'::regclass
                """);
    }

    private static void whole(Orders orders, String phase) throws SQLException {
        List<String> wrong = new ArrayList<>(Leftovers.in(orders.database()));
        wrong.addAll(orders.misplaced());
        assertThat(wrong).as("after phase %s", phase).isEmpty();
        assertThat(orders.differences()).as("rows in one table only, after phase %s", phase).isZero();
        assertThat(orders.differencesByIndex()).as("rows the indexes lack, after phase %s", phase).isZero();
    }
}
