package org.partitiontools.lifecycle;

import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.partitiontools.testing.TestDatabase;

/** Sessions that execute short transactions without a rest, and change nothing, until it is closed. */
final class Busy implements AutoCloseable {

    private final AtomicLong statements = new AtomicLong();
    private final List<CompletableFuture<Void>> sessions = new ArrayList<>();
    private volatile boolean ended;

    Busy(TestDatabase database, int sessions) {
        for (int i = 0; i < sessions; i++) {
            this.sessions.add(Background.run(() -> {
                try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    while (!ended) {
                        statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
                        statement.execute("SELECT count(*) FROM generate_series(1, 10000)");
                        connection.commit();
                        statements.incrementAndGet();
                    }
                }
            }));
        }
    }

    long statements() {
        return statements.get();
    }

    @Override
    public void close() {
        ended = true;
        sessions.forEach(CompletableFuture::join);
    }
}
