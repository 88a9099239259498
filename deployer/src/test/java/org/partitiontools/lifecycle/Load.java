package org.partitiontools.lifecycle;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Application sessions that write to a table and compare it with the truth, until they are closed. */
final class Load implements AutoCloseable {

    private static final int WRITERS = 3;
    private static final int WARM_UP = 30;
    private static final int ENOUGH_ERRORS = 5;
    private static final long READ_PAUSE_MILLIS = 300;

    private final Orders orders;
    private final boolean anywhere;
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final AtomicLong transactions = new AtomicLong();
    private final AtomicLong comparisons = new AtomicLong();
    private final AtomicLong slowest = new AtomicLong();
    private final List<CompletableFuture<Void>> sessions = new ArrayList<>();
    private volatile boolean stopped;

    private Load(Orders orders, boolean anywhere) {
        this.orders = orders;
        this.anywhere = anywhere;
    }

    /** Starts the sessions, and returns when they are at work. */
    static Load start(Orders orders, boolean anywhere) throws SQLException, InterruptedException {
        Load load = new Load(orders, anywhere);
        for (int i = 1; i <= WRITERS; i++) {
            int number = i;
            load.sessions.add(Background.run(() -> load.write(number)));
        }
        load.sessions.add(Background.run(load::compare));
        Await.until("the writers", () -> load.transactions.get() > WARM_UP || !load.errors.isEmpty());
        return load;
    }

    /** Goes on long enough to be compared with the truth. */
    void serve() throws SQLException, InterruptedException {
        long before = comparisons();
        Await.until("comparisons", () -> comparisons() > before + 1 || !errors.isEmpty());
    }

    private void write(int number) throws SQLException, InterruptedException {
        try (Connection connection = orders.database().connect()) {
            limit(connection);
            Writer writer = new Writer(connection, orders, number, anywhere);
            while (!stopped && errors.size() < ENOUGH_ERRORS) {
                writeTimed(writer);
            }
        }
    }

    /** Whoever waits this long hangs. */
    private static void limit(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = '60s'");
        }
    }

    private void writeTimed(Writer writer) throws InterruptedException {
        long start = System.nanoTime();
        try {
            writer.write();
            transactions.incrementAndGet();
            slowest.accumulateAndGet((System.nanoTime() - start) / 1_000_000, Math::max);
            Thread.sleep(1);
        } catch (SQLException e) {
            errors.add("a writer failed: " + e.getSQLState() + " " + e.getMessage());
        }
    }

    private void compare() throws SQLException, InterruptedException {
        try (Connection connection = orders.database().connect(); Statement statement = connection.createStatement()) {
            limit(connection);
            while (!stopped) {
                compareOnce(connection, statement);
                comparisons.incrementAndGet();
                Thread.sleep(READ_PAUSE_MILLIS);
            }
        }
    }

    /** By turns as one statement, and as a transaction whose snapshot is taken when it has the table. */
    private void compareOnce(Connection connection, Statement statement) throws SQLException {
        boolean repeatable = comparisons.get() % 2 == 0;
        connection.setAutoCommit(!repeatable);
        if (repeatable) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            statement.execute("LOCK TABLE orders IN ACCESS SHARE MODE");
        }
        long differences = Orders.differences(connection);
        if (differences > 0) {
            errors.add("a reader saw " + differences + " rows in one table only");
        }
        if (repeatable) {
            connection.commit();
        }
    }

    /** What no session of an application should see. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    long comparisons() {
        return comparisons.get();
    }

    @Override
    public String toString() {
        return transactions + " transactions, the slowest " + slowest + " ms, " + comparisons + " comparisons";
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
