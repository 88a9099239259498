package org.partitiontools.adversary;

import java.sql.SQLException;
import org.partitiontools.testing.TestDatabase;
import org.partitiontools.testing.TestServer;

/** Runs one schedule after the other, each in a database of its own. */
final class Adversary {

    private static final int ENOUGH = Integer.getInteger("adversary.findings", 1);

    private final TestServer server;

    Adversary(TestServer server) {
        this.server = server;
    }

    /**
     * @param first the seed of the first schedule; those after it count on
     * @param atLeast how many schedules there are to be, however long that takes
     */
    Report run(long first, int seconds, int atLeast) throws SQLException, InterruptedException {
        Report report = new Report(first);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (long seed = first; (System.nanoTime() < end || report.schedules() < atLeast) && report.failures().size() < ENOUGH; seed++) {
            try (TestDatabase database = server.createDatabase()) {
                Schedule schedule = new Schedule(seed, database);
                schedule.run();
                report.add(seed, schedule);
            }
        }
        System.out.println(report);
        return report;
    }
}
