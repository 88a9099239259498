package org.partitiontools.greenplum;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.partitiontools.lifecycle.Await;
import org.partitiontools.lifecycle.Background;

/** Application sessions that change rows through the parent, and one that compares them with the truth, until it is closed. */
final class Traffic implements AutoCloseable {

    private static final int WRITERS = 3;
    private static final int WARM_UP = 10;
    private static final int ENOUGH_ERRORS = 5;
    private static final long WRITE_PAUSE_MILLIS = 5;
    private static final long READ_PAUSE_MILLIS = 200;
    private static final String[] CHANGES = {
        "UPDATE %s SET amount = amount + 1, note = 'changed' WHERE id = %d",
        "UPDATE %s SET customer = 77, amount = -amount WHERE id BETWEEN %d AND 3 + %2$d",
        "DELETE FROM %s WHERE id = %d"
    };

    private final Orders orders;
    private final Set<String> repeated;
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final AtomicLong transactions = new AtomicLong();
    private final AtomicLong comparisons = new AtomicLong();
    private final AtomicLong slowestWrite = new AtomicLong();
    private final List<CompletableFuture<Void>> sessions = new ArrayList<>();
    private volatile boolean stopped;

    private Traffic(Orders orders, Set<String> repeated) {
        this.orders = orders;
        this.repeated = repeated;
    }

    /** Starts the sessions, and returns when they are at work. */
    static Traffic start(Orders orders) throws SQLException, InterruptedException {
        return start(orders, Set.of());
    }

    /**
     * As above.
     *
     * @param repeated SQLSTATEs after which a session repeats its transaction
     */
    static Traffic start(Orders orders, Set<String> repeated) throws SQLException, InterruptedException {
        Traffic traffic = new Traffic(orders, repeated);
        for (int i = 1; i <= WRITERS; i++) {
            int number = i;
            traffic.sessions.add(Background.run(() -> traffic.write(number)));
        }
        traffic.sessions.add(Background.run(traffic::compare));
        Await.until("the writers", () -> traffic.transactions.get() > WARM_UP || !traffic.errors.isEmpty());
        return traffic;
    }

    private void write(int number) throws SQLException, InterruptedException {
        Random random = new Random(number);
        long nextId = number * 1_000_000_000L;
        try (Connection connection = orders.database().connect(); Statement statement = connection.createStatement()) {
            // Whoever waits this long hangs.
            statement.execute("SET statement_timeout = '100s'");
            connection.setAutoCommit(false);
            while (!stopped && errors.size() < ENOUGH_ERRORS) {
                long start = System.nanoTime();
                try {
                    // Not both in one transaction: without the global deadlock detector an INSERT and then an UPDATE of one
                    // table is a lock that grows, by which writers deadlock among themselves.
                    boolean inserts = random.nextBoolean();
                    for (int i = random.nextInt(3); i >= 0; i--) {
                        nextId = inserts ? insert(statement, random, nextId) : change(statement, random, nextId);
                    }
                    end(connection, random.nextInt(20) == 0);
                } catch (SQLException e) {
                    if (!repeated.contains(e.getSQLState())) {
                        errors.add("writer " + number + ": " + e.getMessage());
                    }
                    connection.rollback();
                }
                slowestWrite.accumulateAndGet((System.nanoTime() - start) / 1_000_000, Math::max);
                transactions.incrementAndGet();
                Thread.sleep(WRITE_PAUSE_MILLIS);
            }
        }
    }

    /** One change of what is there, to both tables; returns the next new id. */
    private long change(Statement statement, Random random, long nextId) throws SQLException {
        String sql = CHANGES[random.nextInt(CHANGES.length)];
        long id = 1 + random.nextInt(orders.rows());
        both(statement, table -> sql.formatted(table, id));
        return nextId;
    }

    /** One new row, to both tables; returns the next new id. */
    private static long insert(Statement statement, Random random, long nextId) throws SQLException {
        String values = "(%d, date '2025-12-20' + %d, %d, 1, 'new')".formatted(nextId, random.nextInt(250), random.nextInt(1000));
        both(statement, table -> "INSERT INTO " + table + " VALUES " + values);
        return nextId + 1;
    }

    /** A statement for either table. */
    private interface Sql {
        String on(String table);
    }

    private static void both(Statement statement, Sql sql) throws SQLException {
        int changed = statement.executeUpdate(sql.on("sales.orders"));
        int expected = statement.executeUpdate(sql.on("sales.truth"));
        if (changed != expected) {
            throw new SQLException(changed + " rows changed instead of " + expected + ": " + sql.on("sales.orders"));
        }
    }

    private static void end(Connection connection, boolean undo) throws SQLException {
        if (undo) {
            connection.rollback();
        } else {
            connection.commit();
        }
    }

    private void compare() throws SQLException, InterruptedException {
        try (Connection connection = orders.database().connect()) {
            while (!stopped && errors.size() < ENOUGH_ERRORS) {
                try {
                    long differences = Orders.differences(connection);
                    if (differences > 0) {
                        errors.add(differences + " rows in one table only");
                    }
                } catch (SQLException e) {
                    if (!repeated.contains(e.getSQLState())) {
                        errors.add("reader: " + e.getMessage());
                    }
                }
                comparisons.incrementAndGet();
                Thread.sleep(READ_PAUSE_MILLIS);
            }
        }
    }

    /** What no session of an application should see. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    /** Returns when every session has done something more. */
    void goOn() throws SQLException, InterruptedException {
        long written = transactions.get();
        long compared = comparisons.get();
        Await.until("the sessions to go on", () -> transactions.get() > written + WARM_UP && comparisons.get() > compared + 1 || !errors.isEmpty());
    }

    @Override
    public String toString() {
        return transactions + " transactions, the slowest " + slowestWrite + " ms, " + comparisons + " comparisons";
    }

    /** Lets each finish its transaction. */
    @Override
    public void close() {
        stopped = true;
        for (CompletableFuture<Void> session : sessions) {
            session.handle((nothing, e) -> e == null || errors.add("a session broke: " + e)).join();
        }
    }
}
