package org.partitiontools.demo;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.partitiontools.database.Database;

/** Sessions that insert, update (also the partition key) and delete until they are closed. */
final class Writers implements AutoCloseable {

    private final List<Writer> writers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private Writers() {
    }

    static Writers start(Database database, int count, Writer.Subject subject) throws SQLException {
        Writers writers = new Writers();
        for (int i = 0; i < count; i++) {
            Writer writer = new Writer(database.getConnection(), subject);
            Thread thread = new Thread(writer, "writer " + i);
            thread.setDaemon(true);
            writers.writers.add(writer);
            writers.threads.add(thread);
        }
        writers.threads.forEach(Thread::start);
        return writers;
    }

    /** Lets each finish its transaction. */
    @Override
    public void close() {
        writers.forEach(Writer::stop);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** How much they wrote, and how long they had to wait for it. */
    String summary() {
        long[] micros = writers.stream().flatMapToLong(writer -> writer.latencies().stream().mapToLong(Long::longValue))
                .sorted().toArray();
        if (micros.length == 0) {
            return "the other sessions wrote nothing";
        }
        return String.format(Locale.ROOT, "the other sessions: %,d transactions; half took up to %.1f ms, 99.9 %% up to %.1f ms,"
                + " the slowest %.1f ms; repeated after an error: %d", micros.length, micros[micros.length / 2] / 1e3,
                micros[(int) (micros.length * 0.999)] / 1e3, micros[micros.length - 1] / 1e3,
                writers.stream().mapToInt(Writer::retries).sum());
    }

    /** What must not happen to a writer. */
    List<String> errors() {
        return writers.stream().flatMap(writer -> writer.errors().stream()).toList();
    }
}
