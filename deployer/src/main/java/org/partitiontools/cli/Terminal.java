package org.partitiontools.cli;

import java.io.PrintWriter;
import org.partitiontools.log.Log;
import org.partitiontools.progress.BarDisplay;
import org.partitiontools.progress.LogDisplay;
import org.partitiontools.progress.ProgressDisplay;
import org.partitiontools.progress.WatchDisplay;

/** Tells whether a person is watching. */
final class Terminal {

    private Terminal() {
    }

    /** All that there is to be told, redrawn in place on a terminal; lines elsewhere, or where a log is asked for. */
    static ProgressDisplay watch(PrintWriter err, Log log) {
        return log.isPlain() && isInteractive() ? new WatchDisplay(err, System::nanoTime) : new LogDisplay(log);
    }

    /** Bars on a terminal, lines elsewhere, or where a log is asked for. */
    static ProgressDisplay display(PrintWriter err, Log log) {
        return log.isPlain() && isInteractive() ? new BarDisplay(err) : new LogDisplay(log);
    }

    /** Bars on a terminal, lines elsewhere. */
    static ProgressDisplay display(PrintWriter err) {
        return isInteractive() ? new BarDisplay(err) : new LogDisplay(err);
    }

    private static boolean isInteractive() {
        // The launcher knows better: Java sees a console only if standard input is a terminal, too.
        String told = System.getProperty("partition-tools.terminal");
        return told == null ? System.console() != null : Boolean.parseBoolean(told);
    }
}
