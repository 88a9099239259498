package org.partitiontools.lifecycle;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Random;

/** One application session. Every transaction leaves {@code orders} and {@code truth} equal. */
final class Writer {

    private static final long LONG_MILLIS = 500;
    /** Often enough to meet the swap, and not so often that it has no chance between them. */
    private static final long NANOS_BETWEEN_LONG = 4_000_000_000L;

    private final Connection connection;
    private final Random random;
    private final Changes changes;
    private final int number;
    private long nextLong = System.nanoTime() + NANOS_BETWEEN_LONG / 8;
    private int customers = Orders.CUSTOMERS;

    /**
     * @param connection which stays the caller's
     * @param number unlike that of any other writer to the table
     * @param anywhere whether the table has a default partition
     */
    Writer(Connection connection, Orders orders, int number, boolean anywhere) throws SQLException {
        this.connection = connection;
        this.number = number;
        // The seed makes a failure repeatable as far as the scheduler allows.
        this.random = new Random(number);
        Keys keys = new Keys(random, orders.shape().nullable(), anywhere);
        this.changes = new Changes(connection, random, orders.shape(), keys, orders.rows(), (number + 1) * 1_000_000_000L);
        connection.setAutoCommit(false);
    }

    /** One transaction of a random kind, committed or rolled back. */
    void write() throws SQLException, InterruptedException {
        try {
            int kind = random.nextInt(100);
            changes.make();
            if (kind < 8) {
                changes.make();
                changes.make();
            } else if (kind < 16) {
                undoInTheMiddle();
            } else if (kind < 22) {
                comeAndGo();
            } else if (System.nanoTime() > nextLong) {
                nextLong = System.nanoTime() + NANOS_BETWEEN_LONG;
                Thread.sleep(LONG_MILLIS);
                changes.make();
            }
            end(kind >= 22 && kind < 27);
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    private void undoInTheMiddle() throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        changes.make();
        connection.rollback(savepoint);
        changes.make();
    }

    /** A row that comes and goes with what it refers to: a copy of it that stays behind would forbid that. */
    private void comeAndGo() throws SQLException {
        int customer = number * 1_000_000 + ++customers;
        changes.only("INSERT INTO customers VALUES (?)", customer);
        long id = changes.insert(customer);
        connection.commit();
        changes.delete(id);
        changes.only("DELETE FROM customers WHERE id = ?", customer);
    }

    private void end(boolean undo) throws SQLException {
        if (undo) {
            connection.rollback();
        } else {
            connection.commit();
        }
    }
}
