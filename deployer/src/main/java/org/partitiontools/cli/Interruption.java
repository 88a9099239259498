package org.partitiontools.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What happens on Ctrl-C (SIGINT) or SIGTERM while a run is under way: it is cancelled, and ends before the program does. */
final class Interruption {

    /** The server answers a cancellation at once; this is for a connection that is gone. */
    private static final int PATIENCE_SECONDS = 10;

    private final Runnable cancellation;
    private final String howToGoOn;
    private final PrintWriter err;
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * @param cancellation stops what is being done
     * @param howToGoOn told when it has stopped, as the rest of a sentence
     */
    Interruption(Runnable cancellation, String howToGoOn, PrintWriter err) {
        this.cancellation = cancellation;
        this.howToGoOn = howToGoOn;
        this.err = err;
    }

    /** Something that takes its time. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {

        T get() throws E;
    }

    /** Does something that an interruption cancels. */
    <T, E extends Exception> T during(Work<T, E> work) throws E {
        Thread hook = new Thread(this::cancel, "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.get();
        } finally {
            ended.countDown();
            forget(hook);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending: the hook is at work already, and was waiting for this.
            return;
        }
    }

    private void cancel() {
        cancellation.run();
        try {
            ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        err.println("\nStopped. Nothing is lost; to go on, " + howToGoOn + "."
                + "\nTo see the jobs: partition-tools report. To give one up, call partition_tools.cancel(job_id).");
        err.flush();
    }
}
