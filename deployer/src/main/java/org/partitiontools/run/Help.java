package org.partitiontools.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.partitiontools.api.Job;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.database.Database;
import org.partitiontools.database.SqlError;

/** Sessions that help the one that executes a job, each on a connection of its own, until that one has ended. */
final class Help implements AutoCloseable {

    /** A job that moves no rows has ended by then. */
    private static final long AFTER_MILLIS = 20;
    /** Who helps notices by itself that the job has ended. */
    private static final long GRACE_MILLIS = 500;
    private static final long AGAIN_MILLIS = 50;
    private static final int TRIES = 100;
    /** Nobody executes the job: it has ended, or has not begun. */
    private static final String NOBODY = "PP045";

    private final Database database;
    private final RunningStatements statements;
    private final Job job;
    private final Map<String, String> settings;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Session> all;

    /**
     * Begins to help.
     *
     * @param sessions how many, without the one that executes the job
     * @param settings of those sessions, by their full names
     */
    Help(Database database, RunningStatements statements, Job job, int sessions, Map<String, String> settings) {
        this.database = database;
        this.statements = statements;
        this.job = job;
        this.settings = settings;
        this.all = IntStream.range(0, sessions).mapToObj(i -> new Session()).toList();
        all.forEach(Session::start);
    }

    /** One of them. The program never waits for it. */
    private final class Session extends Thread {

        private volatile Optional<Statement> helping = Optional.empty();

        Session() {
            super("help with job " + job.id());
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                if (!over.await(AFTER_MILLIS, TimeUnit.MILLISECONDS)) {
                    help();
                }
            } catch (SQLException e) {
                SqlError error = SqlError.of(e);
                if (over.getCount() > 0 && !NOBODY.equals(error.sqlstate())) {
                    failures.add("a session that was to help with job " + job.id() + " has ended: " + error.message());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void help() throws SQLException {
            try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
                PartitionApi api = new PartitionApi(connection);
                api.setAll(settings);
                String sql = api.statementFor("help", job.id());
                helping = Optional.of(statement);
                if (over.getCount() > 0) {
                    statements.execute(statement, sql);
                }
            }
        }

        /** Sees to it that it ends. */
        private void end() throws InterruptedException, SQLException {
            join(GRACE_MILLIS);
            for (int i = 0; isAlive() && i < TRIES; i++) {
                // One that is about to be sent takes no notice of it.
                if (helping.isPresent()) {
                    helping.get().cancel();
                }
                join(AGAIN_MILLIS);
            }
        }
    }

    /** What people should know of those that could not help, though the job itself is done: otherwise its own error says more. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** The job has ended, and with it the help. */
    @Override
    public void close() {
        over.countDown();
        for (Session session : all) {
            try {
                session.end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (SQLException e) {
                // Its connection is gone, and with it what it did.
                continue;
            }
        }
    }
}
