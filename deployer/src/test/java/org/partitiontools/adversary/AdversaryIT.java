package org.partitiontools.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.Campaign;
import org.partitiontools.testing.TestServer;

/**
 * Random tables, jobs and sessions against each other; afterwards rows, definitions and debris are compared.
 *
 * <p>{@code -Dadversary.seconds=3600} makes it long, {@code -Dadversary.seed=N} begins with a certain schedule (as far as the
 * scheduler repeats it), {@code -Dadversary.findings=N} goes on until N schedules have found something,
 * {@code -Dadversary.fresh=report} prints what a fresh seed finds instead of failing;
 * {@code -Dadversary.schedules=1} with a seed and {@code -Dadversary.seconds=0} repeats one.
 */
@Campaign
class AdversaryIT {

    private static final int SECONDS = Integer.getInteger("adversary.seconds", 60);
    /** So that no machine is too slow to find anything. */
    private static final int AT_LEAST = Integer.getInteger("adversary.schedules", 5);

    /** Whether what a fresh seed finds is printed instead of failing the build, which is not its fault. */
    private static final boolean REPORT_ONLY = "report".equals(System.getProperty("adversary.fresh"));

    private static TestServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = TestServer.start(Map.of("autovacuum_naptime", "1s"));
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @Test
    void schedulesOfAFixedSeedFindNothing() throws Exception {
        Report report = new Adversary(server).run(Long.getLong("adversary.seed", 1), SECONDS / 2, AT_LEAST);

        assertThat(report.failures()).as(report.toString()).isEmpty();
        assertThat(report.schedules()).as("schedules: %s", report).isGreaterThanOrEqualTo(AT_LEAST);
        // A test that does nothing finds nothing.
        assertThat(report.completed()).as("completed jobs: %s", report).isPositive();
        assertThat(report.done("transactions")).as("transactions of writers: %s", report).isGreaterThan(20 * AT_LEAST);
        assertThat(report.done("comparisons")).as("comparisons by readers: %s", report).isPositive();
    }

    @Test
    void schedulesOfAFreshSeedFindNothing() throws Exception {
        Report report = new Adversary(server).run(System.currentTimeMillis() % 1_000_000_000L, SECONDS - SECONDS / 2, 1);

        if (REPORT_ONLY && !report.failures().isEmpty()) {
            System.out.println("THE ADVERSARY HAS FOUND SOMETHING, and this run was told to go on (adversary.fresh=report):\n" + report);
            return;
        }
        assertThat(report.failures()).as(report.toString()).isEmpty();
    }
}
