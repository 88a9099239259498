package org.partitiontools.run;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/** The statements that are being executed, so that they can be cancelled from another thread. */
final class RunningStatements {

    private static final int AGAIN_MILLIS = 50;

    private final Set<Statement> running = new HashSet<>();
    private boolean cancelled;

    /**
     * Executes a statement, unless everything has been cancelled.
     *
     * @return whether it was executed
     */
    boolean execute(Statement statement, String sql) throws SQLException {
        if (!add(statement)) {
            return false;
        }
        try {
            statement.execute(sql);
            return true;
        } finally {
            remove(statement);
        }
    }

    /** Cancels what is being executed, and prevents that more is. */
    void cancel() {
        if (cancelRunning()) {
            Thread again = new Thread(this::cancelUntilAllHaveEnded, "cancellation");
            again.setDaemon(true);
            again.start();
        }
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    private synchronized boolean add(Statement statement) {
        return !cancelled && running.add(statement);
    }

    private synchronized void remove(Statement statement) {
        running.remove(statement);
    }

    /**
     * A statement that is just about to be sent takes no notice of a cancellation. One that was sent takes notice of the first only, so that
     * none disturbs a job that notes how it ended: the driver sends one for each execution.
     */
    private void cancelUntilAllHaveEnded() {
        try {
            do {
                Thread.sleep(AGAIN_MILLIS);
            } while (cancelRunning());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a statement had not ended. */
    private synchronized boolean cancelRunning() {
        cancelled = true;
        for (Statement statement : running) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                // The connection is gone, and with it the statement: that is what was wanted.
                continue;
            }
        }
        return !running.isEmpty();
    }
}
