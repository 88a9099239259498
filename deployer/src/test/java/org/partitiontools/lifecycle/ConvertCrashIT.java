package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.testing.Campaign;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.partitiontools.testing.TestServer;

/** A conversion, and the way back, torn off between any two steps: either can be finished, and what has not switched be undone. */
@PartitionToolsDatabase(owner = true)
class ConvertCrashIT {

    private static final int ROWS = 1_000;
    private static final int MAX_STEPS = 100;

    @Campaign
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"COPY, ID", "COPY, NO_KEY", "ADOPT, ID", "UNPARTITION, ID", "UNPARTITION, NO_KEY"})
    void whatIsAbandonedIsFinished(Way way, Shape shape, TestDatabase shared) throws Exception {
        Set<String> seen = new LinkedHashSet<>();
        try (TestDatabase database = shared.fresh()) {
            for (int steps = 1; abandonAndFinish(database, way, shape, after(steps), seen); steps++) {
                assertThat(steps).isLessThan(MAX_STEPS);
            }
            for (String phase : way.phases()) {
                if (!seen.contains(phase)) {
                    abandonAndFinish(database, way, shape, before(phase), seen);
                }
            }
        }
        assertThat(seen).containsAll(way.phases());
    }

    /** Where a job is torn off; says which phase comes next. */
    @FunctionalInterface
    private interface Point {
        String reach(TestDatabase database, long job, Writer writer) throws Exception;
    }

    private static Point after(int steps) {
        return (database, job, writer) -> TornOff.step(database, job, steps, writer);
    }

    private static Point before(String phase) {
        return (database, job, writer) -> TornOff.stepTo(database, job, phase, writer);
    }

    /** Returns whether there was anything left to do. */
    private static boolean abandonAndFinish(TestDatabase database, Way way, Shape shape, Point point, Set<String> seen) throws Exception {
        Orders orders = way.create(database, shape, ROWS);
        long job = way.begin(database);
        try (Connection connection = database.connect(); JobSession session = JobSession.open(database)) {
            Writer writer = new Writer(connection, orders, 1, true);
            String phase = point.reach(database, job, writer);
            boolean done = phase.equals("done");
            seen.add(phase);
            TornOff.write(writer);
            // Once the tables have changed their places, to begin the same again would be another job.
            if (!done && !phase.equals("clean_up")) {
                assertThat(way.begin(database)).as("the same again, in phase %s", phase).isEqualTo(job);
            }
            if (!done) {
                session.start(job);
            }
            TornOff.write(writer);
            session.execute("CALL partition_tools.finish(" + job + ")");
            TornOff.write(writer);
            TornOff.whole(orders, phase);
            return !done;
        }
    }

    @Campaign
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"COPY, ID", "COPY, NO_KEY", "ADOPT, ID", "UNPARTITION, ID", "UNPARTITION, NO_KEY"})
    void whatIsAbandonedIsUndoneOrReverted(Way way, Shape shape, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            for (int steps = 1; abandonAndCancel(database, way, shape, steps); steps++) {
                assertThat(steps).isLessThan(MAX_STEPS);
            }
        }
    }

    private static boolean abandonAndCancel(TestDatabase database, Way way, Shape shape, int steps) throws Exception {
        Orders orders = way.create(database, shape, ROWS);
        String before = definition(database);
        long job = way.begin(database);
        try (Connection connection = database.connect(); JobSession session = JobSession.open(database)) {
            Writer writer = new Writer(connection, orders, 1, true);
            String phase = TornOff.step(database, job, steps, writer);
            if (phase.equals("done")) {
                return false;
            }
            TornOff.write(writer);
            boolean swapped = phase.equals("clean_up");
            if (!swapped || steps % 2 == 0) {
                assertThat(session.cancelUnlessSwapped(job)).as("after phase %s", phase).isNotEqualTo(swapped);
            }
            TornOff.write(writer);
            if (swapped) {
                session.execute("CALL partition_tools.revert(" + job + ")");
            }
            assertThat(definition(database)).as("after phase %s", phase).isEqualTo(before);
            TornOff.whole(orders, phase);
            return true;
        }
    }

    @Campaign
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"COPY, ID", "COPY, NO_KEY", "ADOPT, ID", "UNPARTITION, ID", "UNPARTITION, NO_KEY"})
    void anAbandonedWayBackIsFinished(Way way, Shape shape, TestDatabase shared) throws Exception {
        List<String> phases = List.of(way == Way.ADOPT ? "revert_adopted" : "revert_swap", "revert_clean_up");
        Set<String> seen = new LinkedHashSet<>();
        try (TestDatabase database = shared.fresh()) {
            for (int steps = 1; abandonRevert(database, way, shape, after(steps), seen); steps++) {
                assertThat(steps).isLessThan(MAX_STEPS);
            }
            for (String phase : phases) {
                if (!seen.contains(phase)) {
                    abandonRevert(database, way, shape, before(phase), seen);
                }
            }
        }
        assertThat(seen).containsAll(phases);
    }

    private static boolean abandonRevert(TestDatabase database, Way way, Shape shape, Point point, Set<String> seen) throws Exception {
        Orders orders = way.create(database, shape, ROWS);
        String before = definition(database);
        long job = way.begin(database);
        try (Connection connection = database.connect(); JobSession session = JobSession.open(database)) {
            Writer writer = new Writer(connection, orders, 1, true);
            session.start(job);
            TornOff.write(writer);
            String phase = point.reach(database, Way.turn(database, job), writer);
            boolean done = phase.equals("done");
            seen.add(phase);
            TornOff.write(writer);
            if (!done) {
                session.execute("CALL partition_tools.revert(" + job + ")");
            }
            TornOff.write(writer);
            assertThat(definition(database)).as("after phase %s", phase).isEqualTo(before);
            TornOff.whole(orders, phase);
            return !done;
        }
    }

    @Test
    void theServerCrashesInEachPhaseOfACopy() throws Exception {
        crashInEachPhase(Way.COPY, false);
    }

    @Campaign
    @ParameterizedTest(name = "{0}, revert: {1}")
    @CsvSource({"COPY, true", "ADOPT, false", "ADOPT, true", "UNPARTITION, false", "UNPARTITION, true"})
    void theServerCrashesInEachPhase(Way way, boolean revert) throws Exception {
        crashInEachPhase(way, revert);
    }

    private static void crashInEachPhase(Way way, boolean revert) throws Exception {
        try (TestServer server = TestServer.start()) {
            TestDatabase database = server.createDatabase();
            // Else a commit of the truth could be lost alone; the defaults of the test server are for speed.
            database.execute("ALTER DATABASE " + database.name() + " SET synchronous_commit = on");
            Set<String> crashed = new LinkedHashSet<>();
            boolean more = true;
            while (more) {
                more = crashInNextPhase(server, database, way, crashed, revert);
            }
            assertThat(crashed).contains(revert ? "revert_clean_up" : "clean_up");
        }
    }

    private static boolean crashInNextPhase(TestServer server, TestDatabase database, Way way, Set<String> crashed, boolean revert) throws Exception {
        Orders orders = way.create(database, Shape.ID, ROWS);
        long job = way.begin(database);
        if (revert) {
            database.execute("CALL partition_tools.start(" + job + ")");
            job = Way.turn(database, job);
        }
        String phase = TornOff.stepToNewPhase(database, orders, job, crashed);
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
        TornOff.whole(orders, phase);
        return true;
    }

    /** What the table, its indexes, constraints and triggers are. */
    private static String definition(TestDatabase database) throws SQLException {
        return database.queryForString("""
                SELECT concat_ws(E'\\n', c.relkind, c.relowner, c.relacl, c.reloptions,
                    (SELECT string_agg(pg_get_indexdef(x.indexrelid), E'\\n' ORDER BY x.indexrelid::regclass::text) FROM pg_index AS x WHERE x.indrelid = c.oid),
                    (SELECT string_agg(k.conname || pg_get_constraintdef(k.oid), E'\\n' ORDER BY k.conname) FROM pg_constraint AS k WHERE k.conrelid = c.oid),
                    (SELECT string_agg(pg_get_triggerdef(t.oid), E'\\n' ORDER BY t.tgname) FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal),
                    -- Where partitions lie, and under which names.
                    (SELECT string_agg(i.inhrelid::regclass::text, E'\\n' ORDER BY i.inhrelid) FROM pg_inherits AS i WHERE i.inhparent = c.oid))
                  FROM pg_class AS c WHERE c.oid = 'orders'::regclass
                """);
    }
}
