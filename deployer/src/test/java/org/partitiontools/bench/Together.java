package org.partitiontools.bench;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/** Does the same in several threads, and returns when all have done it. */
final class Together {

    private Together() {
    }

    /** Something that a database may refuse. @see #of */
    interface Part {
        void run(int number) throws SQLException;
    }

    /** @param part is given the number of its thread, from 0 */
    static void of(int threads, Part part) {
        List<CompletableFuture<Void>> all = IntStream.range(0, threads).mapToObj(i -> CompletableFuture.runAsync(() -> {
            try {
                part.run(i);
            } catch (SQLException e) {
                throw new CompletionException(e);
            }
        }, task -> new Thread(task).start())).toList();
        all.forEach(CompletableFuture::join);
    }
}
