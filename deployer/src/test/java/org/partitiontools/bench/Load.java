package org.partitiontools.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.partitiontools.database.Database;

/**
 * Three sessions that insert, update and delete single rows, about 600 transactions a second together: busy, but not
 * so busy that the machine has nothing left for a job.
 */
final class Load implements AutoCloseable {

    private static final int SESSIONS = 3;
    private static final long NANOS_BETWEEN = 5_000_000;

    private final long rows;
    private final String time;
    private final boolean recorded;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;
    private volatile SQLException error;
    private LongStream.Builder nanos = LongStream.builder();

    Load(Database database, long rows) {
        this(database, rows, "timestamptz '2025-01-01 00:00+00' + ? * interval '10 seconds'");
    }

    /** @param time the expression by which the number of a row becomes its time */
    Load(Database database, long rows, String time) {
        this(database, rows, time, false);
    }

    /** @param recorded whether each transaction writes the digests of the rows that it makes and takes away into bench.changes (n 1 and -1, h); from PostgreSQL 18 on */
    Load(Database database, long rows, String time, boolean recorded) {
        this.rows = rows;
        this.time = time;
        this.recorded = recorded;
        for (int i = 0; i < SESSIONS; i++) {
            int session = i;
            Thread thread = new Thread(() -> run(database, session), "load " + i);
            thread.start();
            threads.add(thread);
        }
    }

    /** Something to be done under load. */
    interface Work {
        void run() throws SQLException, InterruptedException;
    }

    /** The digest of a row, as an expression. */
    static String digest(String row) {
        return "hashtextextended(" + row + "::text, 0)::numeric";
    }

    private String statement(String change, String before, String after) {
        if (!recorded) {
            return change;
        }
        String changes = "WITH c AS (" + change + " RETURNING " + (before == null ? "NULL::numeric" : digest(before)) + " AS o, " + (after == null ? "NULL::numeric" : digest(after)) + " AS n)";
        return changes + " INSERT INTO bench.changes SELECT v.n, v.h FROM c, LATERAL (VALUES (-1, c.o), (1, c.n)) AS v (n, h) WHERE v.h IS NOT NULL";
    }

    /** What the sessions feel meanwhile. */
    Latencies during(Work work) throws SQLException, InterruptedException {
        latencies();
        work.run();
        if (error != null) {
            throw error;
        }
        return latencies();
    }

    /** What was felt since this was asked for the last time. */
    private synchronized Latencies latencies() {
        Latencies result = new Latencies(nanos.build().toArray());
        nanos = LongStream.builder();
        return result;
    }

    private void run(Database database, int session) {
        Random random = new Random(session);
        long next = System.nanoTime();
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(statement("INSERT INTO bench.events VALUES (?, " + time + ", 1, 1, 'new')", null, "new"));
                PreparedStatement update = connection.prepareStatement(statement("UPDATE bench.events SET amount = amount + 1 WHERE id = ? AND ts = " + time, "old", "new"));
                PreparedStatement delete = connection.prepareStatement(statement("DELETE FROM bench.events WHERE id = ? AND ts = " + time, "old", null))) {
            for (long n = 0; !stopped; n++) {
                next = Math.max(next + NANOS_BETWEEN, System.nanoTime());
                long start = sleepUntil(next);
                if (n % 3 == 0) {
                    execute(insert, rows + 1 + n * SESSIONS + session, 1 + random.nextLong(rows));
                } else {
                    long id = 1 + random.nextLong(rows);
                    execute(n % 3 == 1 ? update : delete, id, id);
                }
                record(System.nanoTime() - start);
            }
        } catch (SQLException e) {
            error = e;
        }
    }

    private static long sleepUntil(long time) {
        try {
            Thread.sleep(Math.max(0, time - System.nanoTime()) / 1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return System.nanoTime();
    }

    private static void execute(PreparedStatement statement, long id, long position) throws SQLException {
        statement.setLong(1, id);
        statement.setLong(2, position);
        statement.executeUpdate();
    }

    private synchronized void record(long duration) {
        nanos.add(duration);
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
