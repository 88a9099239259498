package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.partitiontools.testing.TestDatabase;

/**
 * A job that is torn off between two steps, while a session writes to its table.
 *
 * <p>A step of a job is one transaction, so between two steps are all the states that a crash can leave. They are reached one
 * after the other by doing so many steps and no more. How many steps a copy takes depends on the speed of the machine, so one
 * that is faster than the one before can pass a phase: those are then gone to by name.
 */
final class TornOff {

    private static final int WRITES_A_STEP = 3;

    private TornOff() {
    }

    /** Does so many steps, each as a session of its own would, with writes between them; returns the phase that comes next. */
    static String step(TestDatabase database, long job, int steps, Writer writer) throws Exception {
        String phase = "";
        try (Steps step = Steps.of(database, job)) {
            for (int i = 0; i < steps && !phase.equals("done"); i++) {
                write(writer);
                phase = step.next();
            }
        }
        return phase;
    }

    /** Does steps until the given phase comes next, or the job is done, with writes between them; returns what comes next. */
    static String stepTo(TestDatabase database, long job, String phase, Writer writer) throws Exception {
        String next = "";
        try (Steps step = Steps.of(database, job)) {
            while (!next.equals(phase) && !next.equals("done")) {
                write(writer);
                next = step.next();
            }
        }
        return next;
    }

    /** Does steps until a phase comes next that is not known, or the job is done; returns that. */
    static String stepToNewPhase(TestDatabase database, Orders orders, long job, Set<String> known) throws Exception {
        try (Connection connection = database.connect()) {
            Writer writer = new Writer(connection, orders, 1, true);
            String phase = step(database, job, 1, writer);
            while (known.contains(phase) && !phase.equals("done")) {
                phase = step(database, job, 1, writer);
            }
            return phase;
        }
    }

    static void write(Writer writer) throws SQLException, InterruptedException {
        for (int i = 0; i < WRITES_A_STEP; i++) {
            writer.write();
        }
    }

    /** Nothing is left, lost, doubled or in the wrong place. */
    static void whole(Orders orders, String phase) throws SQLException {
        List<String> wrong = new ArrayList<>(Leftovers.in(orders.database()));
        wrong.addAll(orders.misplaced());
        assertThat(wrong).as("after phase %s", phase).isEmpty();
        assertThat(orders.differences()).as("rows in one table only, after phase %s", phase).isZero();
        assertThat(orders.differencesByIndex()).as("rows the indexes lack, after phase %s", phase).isZero();
    }
}
