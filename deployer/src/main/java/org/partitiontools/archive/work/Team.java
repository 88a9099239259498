package org.partitiontools.archive.work;

import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Threads with one purpose: when one fails, the others are stopped, and its error is the one that is told. */
final class Team implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicReference<Throwable> firstError = new AtomicReference<>();
    private final Stop stop;

    Team(Stop stop) {
        this.stop = stop;
    }

    /** What is done now and then while others work. */
    @FunctionalInterface
    interface Tick {

        void run() throws Exception;
    }

    /** Begins something. */
    <T> CompletableFuture<T> begin(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                result.complete(work.call());
            } catch (Exception | Error e) {
                firstError.compareAndSet(null, e);
                stop.stop();
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** For small steps of what was begun. */
    Executor threads() {
        return threads;
    }

    /**
     * Waits until all is done, or something has failed.
     *
     * @param tick done once a second
     */
    void await(Collection<? extends CompletableFuture<?>> work, Tick tick) throws Exception {
        CompletableFuture<Void> all = CompletableFuture.allOf(work.toArray(CompletableFuture[]::new));
        while (!all.isDone()) {
            try {
                all.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                failIfSomethingFailed();
                stop.check();
                tick.run();
            } catch (ExecutionException e) {
                failIfSomethingFailed();
                throw e;
            }
        }
        failIfSomethingFailed();
    }

    private void failIfSomethingFailed() throws Exception {
        Throwable error = firstError.get();
        if (error instanceof Exception exception) {
            throw exception;
        }
        if (error != null) {
            throw (Error) error;
        }
    }

    /** Ends what is still under way. */
    @Override
    public void close() throws InterruptedException {
        stop.stop();
        threads.shutdownNow();
        threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
