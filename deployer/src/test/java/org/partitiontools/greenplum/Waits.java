package org.partitiontools.greenplum;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.partitiontools.lifecycle.Background;
import org.partitiontools.testing.TestDatabase;

/**
 * How long sessions that only read the table have to wait while statements are executed.
 *
 * @param totalMillis for the statements
 * @param reads how many there were meanwhile
 * @param longestReadMillis the longest of them
 */
record Waits(long totalMillis, int reads, long longestReadMillis) {

    static Waits during(TestDatabase database, List<String> statements) throws SQLException {
        return during(database, statements, null);
    }

    /** @param repeated the SQLSTATE with which a reader that waits may be refused, and has to read again; null for none */
    static Waits during(TestDatabase database, List<String> statements, String repeated) throws SQLException {
        try (Connection connection = database.connect(); Statement reader = connection.createStatement()) {
            read(reader);
            long start = System.nanoTime();
            CompletableFuture<Void> job = Background.run(() -> database.execute(statements.toArray(String[]::new)));
            int reads = 0;
            long longest = 0;
            while (!job.isDone()) {
                try {
                    longest = Math.max(longest, read(reader));
                    reads++;
                } catch (SQLException e) {
                    if (!e.getSQLState().equals(repeated)) {
                        throw e;
                    }
                }
            }
            job.join();
            return new Waits((System.nanoTime() - start) / 1_000_000, reads, longest);
        }
    }

    /** One day of rows; returns the milliseconds it took. */
    private static long read(Statement reader) throws SQLException {
        long start = System.nanoTime();
        reader.executeQuery("SELECT count(*) FROM sales.orders WHERE at = date '2026-04-15' AND id < 1000").close();
        return (System.nanoTime() - start) / 1_000_000;
    }
}
