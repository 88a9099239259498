package org.partitiontools.adversary;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/** One session of an application, which acts until the schedule is over. */
abstract class Session implements Runnable {

    /** Whoever waits this long hangs. */
    private static final String HANGS = "20s";

    private final Schedule schedule;
    private final String name;
    private final Random random;
    private Connection connection;
    private Sides sides;
    private boolean patient = true;
    private int isolation;

    Session(Schedule schedule, String name, Random random) {
        this.schedule = schedule;
        this.name = name;
        this.random = random;
    }

    /** Does one thing. */
    abstract void act() throws SQLException, InterruptedException, Finding;

    /** Called once, with the connection open. */
    void begin() throws SQLException {
    }

    @Override
    public void run() {
        try {
            connect();
            while (!schedule.over()) {
                Thread.sleep(random.nextInt(25));
                tryToAct();
            }
        } catch (SQLException e) {
            schedule.trace().finding(name, "a session broke: " + Errors.text(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            schedule.trace().finding(name, "a session broke: " + e);
        } finally {
            close();
        }
    }

    private void tryToAct() throws SQLException, InterruptedException {
        try {
            act();
        } catch (Finding e) {
            schedule.trace().finding(name, e.getMessage());
            undo();
        } catch (Sides.TableError e) {
            judge(e);
            undo();
        } catch (SQLException e) {
            schedule.trace().refusal(String.valueOf(e.getSQLState()));
            schedule.trace().note(name, "refused: " + Errors.text(e));
            if (String.valueOf(e.getMessage()).contains("statement timeout")) {
                schedule.trace().finding(name, "a session hangs: " + Errors.text(e));
            }
            undo();
        }
    }

    private void judge(SQLException e) {
        boolean readCommitted = isolation == Connection.TRANSACTION_READ_COMMITTED;
        if (Errors.fair(e, readCommitted, patient, schedule.jobPids())) {
            schedule.trace().refusal("app " + e.getSQLState());
            schedule.trace().note(name, "refused by the table: " + Errors.text(e));
        } else {
            schedule.trace().finding(name, "an error that the twin does not give (" + (readCommitted ? "read committed" : "repeatable read or serializable") + "): "
                    + Errors.text(e));
        }
    }

    private void connect() throws SQLException {
        connection = schedule.connect();
        sides = new Sides(connection);
        sides.execute("SET statement_timeout = '" + HANGS + "'");
        if (random.nextInt(5) == 0) {
            patient = false;
            sides.execute("SET lock_timeout = '" + (20 + random.nextInt(400)) + "ms'");
        }
        if (random.nextInt(3) == 0) {
            sides.execute("SET extra_float_digits = " + (random.nextInt(4) - 3));
            // The driver bears no other style than ISO.
            sides.execute("SET datestyle = 'ISO, DMY'");
            sides.execute("SET intervalstyle = 'sql_standard'");
            sides.execute("SET timezone = '" + (random.nextBoolean() ? "Asia/Kolkata" : "America/New_York") + "'");
            sides.execute("SET bytea_output = 'escape'");
        }
        begin();
    }

    private void undo() throws SQLException {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            connection.close();
            connect();
        }
    }

    private void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            schedule.trace().note(name, "close: " + e.getMessage());
        }
    }

    void setting(String sql) throws SQLException {
        sides.execute(sql);
    }

    /** Opens a transaction with a random isolation level, or the given one. */
    void transaction(int level) throws SQLException {
        isolation = level;
        connection.setAutoCommit(true);
        connection.setTransactionIsolation(level);
        connection.setAutoCommit(false);
    }

    int anyIsolation() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> Connection.TRANSACTION_REPEATABLE_READ;
            case 2 -> Connection.TRANSACTION_SERIALIZABLE;
            default -> Connection.TRANSACTION_READ_COMMITTED;
        };
    }

    /** Waits for a random time, or until a job has swapped; returns the milliseconds. */
    long hold() throws InterruptedException {
        long start = System.nanoTime();
        long limit = 100 + random.nextInt(random.nextInt(3) == 0 ? 2500 : 500);
        boolean untilSwap = random.nextBoolean();
        int swaps = schedule.swaps();
        long passed = 0;
        while (passed < limit && !schedule.over() && !(untilSwap && schedule.swaps() > swaps)) {
            Thread.sleep(10);
            passed = (System.nanoTime() - start) / 1_000_000;
        }
        return passed;
    }

    void autocommit(String sql) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Schedule schedule() {
        return schedule;
    }

    Random random() {
        return random;
    }

    Sides sides() {
        return sides;
    }

    Connection connection() {
        return connection;
    }

    void note(String what) {
        schedule.trace().note(name, what);
    }
}
