package org.partitiontools.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.partitiontools.database.Database;

/**
 * Three sessions that insert, update and delete single rows, about 600 transactions a second together: busy, but not
 * so busy that the machine has nothing left for a job.
 */
final class Load implements AutoCloseable {

    /** By which the sessions are known in pg_stat_activity. */
    static final String NAME = "bench load";

    private static final int SESSIONS = 3;
    private static final long NANOS_BETWEEN = 5_000_000;

    private final long rows;
    private final String time;
    private final boolean recorded;
    private final boolean open;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;
    private volatile SQLException error;
    private LongStream.Builder starts = LongStream.builder();
    private LongStream.Builder nanos = LongStream.builder();

    Load(Database database, long rows) {
        this(database, rows, "timestamptz '2025-01-01 00:00+00' + ? * interval '10 seconds'");
    }

    /** @param time the expression by which the number of a row becomes its time */
    Load(Database database, long rows, String time) {
        this(database, rows, time, false, false);
    }

    /** @param recorded whether each transaction writes the digests of the rows that it makes and takes away into bench.changes (n 1 and -1, h); from PostgreSQL 18 on */
    static Load recorded(Database database, long rows, String time) {
        return new Load(database, rows, time, false, true);
    }

    private Load(Database database, long rows, String time, boolean open, boolean recorded) {
        this.rows = rows;
        this.time = time;
        this.open = open;
        this.recorded = recorded;
        for (int i = 0; i < SESSIONS; i++) {
            int session = i;
            Thread thread = new Thread(() -> run(database, session), NAME + " " + i);
            thread.start();
            threads.add(thread);
        }
    }

    /** In an open loop: transactions are due every 5 ms, whether those before them are done or not, and last from when they were due. */
    static Load open(Database database, long rows) {
        return new Load(database, rows, "timestamptz '2025-01-01 00:00+00' + ? * interval '10 seconds'", true, false);
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
        Latencies result = new Latencies(starts.build().toArray(), nanos.build().toArray());
        starts = LongStream.builder();
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
            connection.createStatement().execute("SET application_name = '" + NAME + "'");
            for (long n = 0; !stopped; n++) {
                next = open ? next + NANOS_BETWEEN : Math.max(next + NANOS_BETWEEN, System.nanoTime());
                sleepUntil(next);
                long start = open ? next : System.nanoTime();
                if (n % 3 == 0) {
                    execute(insert, rows + 1 + n * SESSIONS + session, 1 + random.nextLong(rows));
                } else {
                    long id = 1 + random.nextLong(rows);
                    execute(n % 3 == 1 ? update : delete, id, id);
                }
                record(start, System.nanoTime() - start);
            }
        } catch (SQLException e) {
            error = e;
        }
    }

    private static void sleepUntil(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void execute(PreparedStatement statement, long id, long position) throws SQLException {
        statement.setLong(1, id);
        statement.setLong(2, position);
        statement.executeUpdate();
    }

    private synchronized void record(long start, long duration) {
        starts.add(start);
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
