package org.partitiontools.progress;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Progress as lines, for logs: a line whenever the phase of a table changes, a job is done, or another tenth of the rows. */
public final class LogDisplay implements ProgressDisplay {

    private final PrintWriter out;
    private final Map<String, String> shown = new ConcurrentHashMap<>();

    public LogDisplay(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void show(TableProgress progress) {
        long tenth = progress.total() <= 0 ? 0 : 10 * progress.rows() / progress.total();
        String step = progress.completed() + "/" + progress.phase() + "/" + tenth;
        if (!progress.phase().isEmpty() && !step.equals(shown.put(progress.table(), step))) {
            remark(String.format(Locale.ROOT, "%s: job %d of %d, %s, %,d of %s rows", progress.table(),
                    progress.completed() + 1, progress.jobs(), progress.phase(), progress.rows(), total(progress)));
        }
    }

    private static String total(TableProgress progress) {
        return progress.total() < 0 ? "unknown" : String.format(Locale.ROOT, "%,d", progress.total());
    }

    @Override
    public void finished(TableResult result) {
        remark(result.table() + ": " + result.description());
    }

    @Override
    public synchronized void remark(String text) {
        out.println(text);
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
