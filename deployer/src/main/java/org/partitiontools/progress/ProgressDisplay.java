package org.partitiontools.progress;

/** Shows people how a run goes on. Several threads call it. */
public interface ProgressDisplay extends AutoCloseable {

    /** Called again and again while the jobs of a table run. */
    void show(TableProgress progress);

    /** Whether it shows what jobs wait for, which takes questions of its own. */
    default boolean isDetailed() {
        return false;
    }

    /** Called once when the work on a table has ended. */
    void finished(TableResult result);

    /** A line that is not about one table. */
    void remark(String text);

    @Override
    void close();
}
