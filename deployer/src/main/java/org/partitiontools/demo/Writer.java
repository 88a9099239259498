package org.partitiontools.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One session that writes to the demo's tables, and the same to the tables of truth in the same transaction.
 *
 * <p>To change a row, it first locks its copy in the truth: only then does a later statement see what the last writer of the
 * row left in the partitioned table.
 */
final class Writer implements Runnable {

    /** Leaves the processor to the job that is to be shown. */
    private static final Duration PAUSE = Duration.ofMillis(3);
    /** Serialization failure (a row has moved to another partition meanwhile), deadlock: an application repeats. */
    private static final Set<String> REPEATABLE = Set.of("40001", "40P01");
    private static final int ENOUGH_ERRORS = 5;

    private static final String INSERT_ORDER = """
            WITH new AS (
                INSERT INTO sales.orders (ordered_at, customer_id, amount)
                VALUES (now() - random() * interval '300 days', 1 + floor(random() * 1000), round((random() * 500)::numeric, 2))
                RETURNING *
            )
            INSERT INTO truth.orders SELECT * FROM new
            """;
    private static final String LOCK_ORDER = """
            SELECT order_id, ordered_at FROM truth.orders
            WHERE order_id >= (SELECT max(order_id) FROM truth.orders) * random()
            ORDER BY order_id
            LIMIT 1
            FOR UPDATE SKIP LOCKED
            """;
    private static final String PAY_ORDER = "UPDATE %s SET status = 'paid', amount = amount + 1 WHERE order_id = ? AND ordered_at = ?";
    private static final String MOVE_ORDER = """
            UPDATE %s SET ordered_at = now() - interval '300 days' * (order_id %% 97) / 97.0
            WHERE order_id = ? AND ordered_at = ?
            """;
    private static final String DELETE_ORDER = "DELETE FROM %s WHERE order_id = ? AND ordered_at = ?";

    private static final String INSERT_VIEW = """
            WITH new AS (
                INSERT INTO sales.page_views (at_ms, visitor, path)
                VALUES (extract(epoch FROM now() - random() * interval '50 days') * 1000, gen_random_uuid(), '/new')
                RETURNING *
            )
            INSERT INTO truth.page_views SELECT * FROM new
            """;
    private static final String LOCK_VIEW = """
            SELECT visitor, at_ms FROM truth.page_views
            WHERE visitor >= (SELECT gen_random_uuid())
            ORDER BY visitor
            LIMIT 1
            FOR UPDATE SKIP LOCKED
            """;
    private static final String CHANGE_VIEW = "UPDATE %s SET path = path || '#' WHERE visitor = ? AND at_ms = ?";
    private static final String MOVE_VIEW = "UPDATE %s SET at_ms = at_ms - 1000 * 60 * 60 * 24 WHERE visitor = ? AND at_ms = ?";
    private static final String DELETE_VIEW = "DELETE FROM %s WHERE visitor = ? AND at_ms = ?";

    private static final String INSERT_PAYMENT = """
            WITH new AS (
                INSERT INTO sales.payments (paid_at, amount) VALUES (now() - random() * interval '300 days', round((random() * 500)::numeric, 2))
                RETURNING *
            )
            INSERT INTO truth.payments SELECT * FROM new
            """;
    private static final String LOCK_PAYMENT = """
            SELECT payment_id, paid_at FROM truth.payments
            WHERE payment_id >= (SELECT max(payment_id) FROM truth.payments) * random()
            ORDER BY payment_id
            LIMIT 1
            FOR UPDATE SKIP LOCKED
            """;
    private static final String CORRECT_PAYMENT = "UPDATE %s SET amount = amount + 1 WHERE payment_id = ? AND paid_at = ?";
    private static final String MOVE_PAYMENT = "UPDATE %s SET paid_at = paid_at - interval '40 days' WHERE payment_id = ? AND paid_at = ?";
    private static final String DELETE_PAYMENT = "DELETE FROM %s WHERE payment_id = ? AND paid_at = ?";

    private final Connection connection;
    private final Subject subject;
    private final List<Long> latencies = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private int retries;
    private volatile boolean stopped;

    /** What it writes to. */
    enum Subject { SHOP, PAYMENTS }

    /** @param connection which the writer closes when it has stopped */
    Writer(Connection connection, Subject subject) {
        this.connection = connection;
        this.subject = subject;
    }

    @Override
    public void run() {
        try (connection) {
            connection.setAutoCommit(false);
            while (!stopped && errors.size() < ENOUGH_ERRORS) {
                writeTimed();
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (SQLException e) {
            errors.add("a writer lost its connection: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        stopped = true;
    }

    /** Microseconds of each transaction. To be read when the writer has stopped, as what follows. */
    List<Long> latencies() {
        return latencies;
    }

    List<String> errors() {
        return errors;
    }

    int retries() {
        return retries;
    }

    private void writeTimed() throws SQLException {
        long start = System.nanoTime();
        try {
            write();
            connection.commit();
            latencies.add((System.nanoTime() - start) / 1000);
        } catch (SQLException e) {
            connection.rollback();
            if (REPEATABLE.contains(e.getSQLState())) {
                retries++;
            } else {
                errors.add("a writer failed: " + e.getMessage());
            }
        }
    }

    private void write() throws SQLException {
        switch (subject) {
            case SHOP -> writeToTheShop();
            case PAYMENTS -> writePayments();
        }
    }

    private void writePayments() throws SQLException {
        switch (ThreadLocalRandom.current().nextInt(6)) {
            case 0, 1, 2 -> insert(INSERT_PAYMENT);
            case 3 -> change(LOCK_PAYMENT, CORRECT_PAYMENT, "payments");
            case 4 -> change(LOCK_PAYMENT, MOVE_PAYMENT, "payments");
            default -> change(LOCK_PAYMENT, DELETE_PAYMENT, "payments");
        }
    }

    private void writeToTheShop() throws SQLException {
        switch (ThreadLocalRandom.current().nextInt(12)) {
            case 0, 1, 2, 3 -> insert(INSERT_ORDER);
            case 4, 5 -> change(LOCK_ORDER, PAY_ORDER, "orders");
            case 6 -> change(LOCK_ORDER, MOVE_ORDER, "orders");
            case 7 -> change(LOCK_ORDER, DELETE_ORDER, "orders");
            case 8 -> insert(INSERT_VIEW);
            case 9 -> change(LOCK_VIEW, CHANGE_VIEW, "page_views");
            case 10 -> change(LOCK_VIEW, MOVE_VIEW, "page_views");
            default -> change(LOCK_VIEW, DELETE_VIEW, "page_views");
        }
    }

    private void insert(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }

    private void change(String lock, String change, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(lock); ResultSet row = statement.executeQuery()) {
            if (row.next()) {
                change(change.formatted("sales." + table), row);
                change(change.formatted("truth." + table), row);
            }
        }
    }

    private void change(String sql, ResultSet key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, key.getObject(1));
            statement.setObject(2, key.getObject(2));
            if (statement.executeUpdate() != 1) {
                errors.add("a row was not there: " + key.getString(1) + ", " + key.getString(2) + ": " + sql.strip());
            }
        }
    }
}
