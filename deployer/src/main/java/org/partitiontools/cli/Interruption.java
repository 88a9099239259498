package org.partitiontools.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.partitiontools.run.Runner;

/** What happens on Ctrl-C (SIGINT) or SIGTERM while a run is under way: it is cancelled, and ends before the program does. */
final class Interruption implements AutoCloseable {

    /** The server answers a cancellation at once; this is for a connection that is gone. */
    private static final int PATIENCE_SECONDS = 10;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Runner runner, PrintWriter err) {
        this.hook = new Thread(() -> cancel(runner, err), "interruption");
    }

    static Interruption handledBy(Runner runner, PrintWriter err) {
        Interruption interruption = new Interruption(runner, err);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** The run has ended. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending: the hook runs already, and was waiting for this.
            return;
        }
    }

    private void cancel(Runner runner, PrintWriter err) {
        runner.cancel();
        try {
            ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        err.println("\nStopped. Nothing is lost; to go on, give the same command again."
                + "\nTo see the jobs: partition-tools report. To give one up: CALL partition_tools.cancel(job_id).");
        err.flush();
    }
}
