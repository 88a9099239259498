package org.partitiontools.lifecycle;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** Work in threads of its own. */
public final class Background {

    private Background() {
    }

    /** Something that a database may refuse. */
    public interface Action {
        void run() throws SQLException, InterruptedException;
    }

    /** Starts it at once; the future fails as it does. */
    public static CompletableFuture<Void> run(Action action) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                action.run();
                result.complete(null);
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }
}
