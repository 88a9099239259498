package org.partitiontools.lifecycle;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.partitiontools.testing.TestDatabase;

/** Sessions that help with whatever job is executed, again and again, until they are closed. */
final class Helpers implements AutoCloseable {

    private static final Pattern DONE = Pattern.compile("has copied (\\d+) rows, and done (\\d+) tasks");
    private static final long POLL_MILLIS = 5;
    /** Nobody executes the job: it has just ended. */
    private static final String NOBODY = "PP045";

    private final TestDatabase database;
    private final List<CompletableFuture<Void>> sessions = new ArrayList<>();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong targets = new AtomicLong();
    private final AtomicLong deaths = new AtomicLong();
    private volatile boolean stopped;

    private Helpers(TestDatabase database) {
        this.database = database;
    }

    /** Starts so many. @param settings of their sessions, without the prefix {@code partition_tools.} */
    static Helpers start(TestDatabase database, int number, String... settings) {
        Helpers helpers = new Helpers(database);
        for (int i = 0; i < number; i++) {
            helpers.sessions.add(Background.run(() -> helpers.help(settings)));
        }
        return helpers;
    }

    private void help(String... settings) throws SQLException, InterruptedException {
        while (!stopped) {
            try (Connection connection = database.connect()) {
                for (String setting : settings) {
                    Sessions.execute(connection, "SET partition_tools." + setting);
                }
                while (!stopped) {
                    String job = Sessions.value(connection, "SELECT max(job_id) FROM partition_tools.jobs WHERE state = 'running'");
                    if (job != null) {
                        help(connection, job);
                    }
                    Thread.sleep(POLL_MILLIS);
                }
            } catch (SQLException e) {
                if (!String.valueOf(e.getSQLState()).matches("57P01|08006|08003")) {
                    throw e;
                }
                deaths.incrementAndGet();
            }
        }
    }

    private void help(Connection connection, String job) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try {
                statement.execute("CALL partition_tools.help(" + job + ")");
            } catch (SQLException e) {
                if (!connection.isValid(0)) {
                    throw e;
                }
                if (!NOBODY.equals(e.getSQLState())) {
                    errors.add(e.getSQLState() + " " + e.getMessage());
                }
            } finally {
                count(statement);
            }
        }
    }

    private void count(Statement statement) throws SQLException {
        for (SQLWarning warning = statement.isClosed() ? null : statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            Matcher matcher = DONE.matcher(warning.getMessage());
            if (matcher.find()) {
                rows.addAndGet(Long.parseLong(matcher.group(1)));
                targets.addAndGet(Long.parseLong(matcher.group(2)));
            }
        }
    }

    /** The sessions that help at present. */
    static List<Integer> pids(TestDatabase database) throws SQLException {
        return database.queryForStrings("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 1347702789 AND granted"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())").stream().map(Integer::valueOf).toList();
    }

    /** Rows that those have copied that were not killed. */
    long rows() {
        return rows.get();
    }

    /** What they have built or validated. */
    long targets() {
        return targets.get();
    }

    /** How often one lost its session. */
    long deaths() {
        return deaths.get();
    }

    /** Errors with which help ended. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    @Override
    public String toString() {
        return rows + " rows copied, " + targets + " targets, " + deaths + " deaths, errors " + errors;
    }

    /** Each ends with the job that it helps with. */
    @Override
    public void close() {
        stopped = true;
        sessions.forEach(CompletableFuture::join);
    }
}
