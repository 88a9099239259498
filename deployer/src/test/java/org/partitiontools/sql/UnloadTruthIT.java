package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.partitiontools.lifecycle.Background;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.util.PSQLException;

/** Writers that do not care, workers that die: every row is in the table or in the archive, once, as it was last. */
@PartitionToolsDatabase(owner = true)
class UnloadTruthIT {

    private static final int WRITERS = 3;
    private static final int ATTEMPTS = 100;
    private static final int SLOW_ATTEMPTS = 6;
    private static final int SLOW_MILLIS = 500;
    /** One statement each, so that the truth changes with the table or not at all. */
    private static final List<String> WRITES = List.of(
            "WITH w AS (INSERT INTO sales.orders (at, note, amount) SELECT %2$s, 'new', %1$s RETURNING id, at, note, amount)"
                    + " INSERT INTO truth (id, at, note, amount) TABLE w",
            "WITH w AS (UPDATE sales.orders SET amount = %1$s WHERE id = %1$s RETURNING id, at) UPDATE truth AS t SET amount = %1$s FROM w WHERE t.id = w.id AND t.at = w.at",
            "WITH w AS (DELETE FROM sales.orders WHERE id = %1$s RETURNING id, at) DELETE FROM truth AS t USING w WHERE t.id = w.id AND t.at = w.at");

    @Test
    void writersAndDyingWorkers(TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            Archived orders = Archived.create(database);
            Archives archives = new Archives(database);
            AtomicBoolean end = new AtomicBoolean();
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Random each = new Random(i);
                writers.add(Background.run(() -> writeUntil(database, end, each)));
            }
            List<String> ends = new ArrayList<>();
            try {
                long job = orders.job();
                for (int i = 0; i < ATTEMPTS && orders.archives().isEmpty(); i++) {
                    ends.add(attempt(archives, job, i));
                }
            } finally {
                end.set(true);
            }
            for (CompletableFuture<Void> writer : writers) {
                writer.join();
            }
            System.out.println("unload under load: " + ends);
            assertThat(ends).as("attempts that failed, and one that did not").contains("PP071", "died", "archived");
            assertThat(orders.archives()).containsExactly(Archived.JANUARY);
            archives.restore(archives.restoreJob(Archived.JANUARY, "public.january"));
            assertThat(orders.differences("(SELECT id, at, note, amount, gross FROM sales.orders"
                    + " UNION ALL SELECT id, at, note, amount, amount * 1.2 FROM january) AS r", "truth")).isZero();
            assertThat(orders.leftovers()).isEmpty();
        }
    }

    /** The first ones are slow or die, so that they meet writers; those after that are quick, so that one comes through. */
    private static String attempt(Archives archives, long job, int number) throws Exception {
        try (Archives.Session session = archives.session()) {
            if (number % 3 == 1) {
                UnloadCrashIT.Point.values()[number % 2].reach(session, job);
                return "died";
            }
            session.begin(job);
            String result = session.upload(job);
            Thread.sleep(number < SLOW_ATTEMPTS ? SLOW_MILLIS : 0);
            session.done(job, result);
            return "archived";
        } catch (PSQLException e) {
            return e.getSQLState();
        }
    }

    /** Mostly to other months, and now and then to the one that is unloaded. */
    private static void writeUntil(TestDatabase database, AtomicBoolean end, Random random) throws SQLException, InterruptedException {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            while (!end.get()) {
                boolean january = random.nextInt(100) == 0;
                int id = january ? 1 + random.nextInt(744) : 745 + random.nextInt(2000);
                String at = "timestamptz '2026-01-01 00:30+00' + interval '1 hour' * " + (id - 1);
                statement.execute(WRITES.get(random.nextInt(WRITES.size())).formatted(id, at));
                Thread.sleep(random.nextInt(4));
            }
        }
    }
}
