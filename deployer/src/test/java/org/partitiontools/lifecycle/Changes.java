package org.partitiontools.lifecycle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Random;

/**
 * Single changes, each made to {@code orders} and to {@code truth}.
 *
 * <p>An existing row is locked in the truth first. So two sessions never change one row at once, and whatever error a session
 * gets is not of its own making.
 */
final class Changes {

    private static final String LOCK = "SELECT id, at FROM truth WHERE id >= ? ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED";
    private static final String INSERT = "INSERT INTO %s (id, at, customer, amount, note) VALUES (?, ?, ?, ?, ?)";
    private static final String BY_KEY = " WHERE id = ? AND (at = ? OR (at IS NULL AND ?::timestamptz IS NULL))";

    private final Connection connection;
    private final Random random;
    private final Shape shape;
    private final Keys keys;
    private final int rows;
    private long nextId;

    /** @param firstId greater than the ids of all rows there are, and far from those of other sessions */
    Changes(Connection connection, Random random, Shape shape, Keys keys, int rows, long firstId) {
        this.connection = connection;
        this.random = random;
        this.shape = shape;
        this.keys = keys;
        this.rows = rows;
        this.nextId = firstId;
    }

    /** One change of a random kind. */
    void make() throws SQLException {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> insert(1 + random.nextInt(Orders.CUSTOMERS));
            case 6, 7, 8 -> change("UPDATE %s SET amount = amount + 1, note = 'changed'" + BY_KEY);
            case 9 -> change("UPDATE %s SET note = '" + toasted() + "'" + BY_KEY);
            case 10, 11, 12, 13 -> move();
            case 14, 15 -> upsert();
            case 16 -> selectForUpdate();
            default -> change("DELETE FROM %s" + BY_KEY);
        }
    }

    /** A new row; returns its id. */
    long insert(int customer) throws SQLException {
        long id = nextId++;
        OffsetDateTime at = keys.next();
        both(INSERT, id, at, customer, id % 1000, "new");
        return id;
    }

    /** Deletes one certain row. */
    void delete(long id) throws SQLException {
        both("DELETE FROM %s WHERE id = ?", id);
    }

    /** Executes a statement that is no change of a row of the truth. */
    void only(String sql, Object... parameters) throws SQLException {
        if (execute(sql, parameters) != 1) {
            throw new SQLException("not one row: " + sql);
        }
    }

    private void change(String sql) throws SQLException {
        Row row = lock();
        if (row != null) {
            both(sql, row.id, row.at, row.at);
        }
    }

    private void move() throws SQLException {
        Row row = lock();
        if (row != null) {
            both("UPDATE %s SET at = ?, amount = amount + 1" + BY_KEY, keys.next(), row.id, row.at, row.at);
        }
    }

    private void selectForUpdate() throws SQLException {
        Row row = lock();
        if (row != null) {
            execute("SELECT FROM orders" + BY_KEY + " FOR UPDATE", row.id, row.at, row.at);
            both("UPDATE %s SET amount = -amount" + BY_KEY, row.id, row.at, row.at);
        }
    }

    private void upsert() throws SQLException {
        Row row = lock();
        if (row != null && row.at != null && shape.unique()) {
            only(INSERT.formatted("orders") + " ON CONFLICT " + shape.conflictTarget() + " DO UPDATE SET amount = EXCLUDED.amount", row.id, row.at, 1, 7, null);
            only("UPDATE truth SET amount = 7 WHERE id = ?", row.id);
        }
    }

    private Row lock() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setLong(1, 1 + random.nextInt(rows));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Row(row.getLong(1), row.getObject(2, OffsetDateTime.class)) : null;
            }
        }
    }

    private void both(String sql, Object... parameters) throws SQLException {
        only(sql.formatted("orders"), parameters);
        only(sql.formatted("truth"), parameters);
    }

    private int execute(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.execute() ? 0 : statement.getUpdateCount();
        }
    }

    /** Too long and too random to stay in the row. */
    private String toasted() {
        StringBuilder text = new StringBuilder();
        while (text.length() < 6000) {
            text.append(Long.toHexString(random.nextLong()));
        }
        return text.toString();
    }

    private record Row(long id, OffsetDateTime at) {
    }
}
