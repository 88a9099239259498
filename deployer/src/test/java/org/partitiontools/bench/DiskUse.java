package org.partitiontools.bench;

import java.io.File;

/** How much of the disk has been taken since this was made, at most; looked at every half second. What others write there meanwhile counts, too. */
final class DiskUse implements AutoCloseable {

    private static final File DISK = new File(System.getProperty("java.io.tmpdir"));
    private static final long MILLIS_BETWEEN = 500;

    private final long free = DISK.getUsableSpace();
    private final Thread thread = new Thread(this::look, "disk use");
    private volatile long least = free;

    DiskUse() {
        thread.start();
    }

    /** In bytes. */
    long most() {
        return free - least;
    }

    private void look() {
        try {
            while (true) {
                least = Math.min(least, DISK.getUsableSpace());
                Thread.sleep(MILLIS_BETWEEN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
