package org.partitiontools.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.TestServer;

/**
 * Random tables, jobs and sessions against each other; afterwards rows, definitions and debris are compared.
 *
 * <p>{@code -Dadversary.seconds=3600} makes it long, {@code -Dadversary.seed=N} begins with a certain schedule (as far as the
 * scheduler repeats it), {@code -Dadversary.findings=N} goes on until N schedules have found something.
 */
class AdversaryIT {

    private static final int SECONDS = Integer.getInteger("adversary.seconds", 60);
    /** A slow machine does a dozen in half a minute. */
    private static final int AT_LEAST = 4;

    private static TestServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = TestServer.start(Map.of("max_prepared_transactions", "20", "autovacuum_naptime", "1s"));
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @Test
    void schedulesOfAFixedSeedFindNothing() throws Exception {
        Report report = new Adversary(server).run(Long.getLong("adversary.seed", 1), SECONDS / 2);

        assertThat(report.failures()).as(report.toString()).isEmpty();
        assertThat(report.schedules()).as(report.toString()).isGreaterThanOrEqualTo(AT_LEAST);
        assertThat(report.completed()).as(report.toString()).isPositive();
    }

    @Test
    void schedulesOfAFreshSeedFindNothing() throws Exception {
        Report report = new Adversary(server).run(System.currentTimeMillis() % 1_000_000_000L, SECONDS - SECONDS / 2);

        assertThat(report.failures()).as(report.toString()).isEmpty();
    }
}
