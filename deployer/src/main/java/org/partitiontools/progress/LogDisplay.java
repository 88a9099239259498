package org.partitiontools.progress;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.partitiontools.database.SqlError;
import org.partitiontools.log.Level;
import org.partitiontools.log.Log;
import org.partitiontools.log.LogEntry;
import org.partitiontools.log.LogFormat;

/** Progress as lines, for logs: a line whenever the phase of a table changes, a job is done, or another tenth of the rows. */
public final class LogDisplay implements ProgressDisplay {

    private final Log log;
    private final Map<String, String> shown = new ConcurrentHashMap<>();

    public LogDisplay(Log log) {
        this.log = log;
    }

    public LogDisplay(PrintWriter out) {
        this(new Log(out, LogFormat.plain));
    }

    @Override
    public void show(TableProgress progress) {
        long tenth = progress.total() <= 0 ? 0 : 10 * progress.rows() / progress.total();
        String step = progress.completed() + "/" + progress.phase() + "/" + tenth;
        if (!progress.phase().isEmpty() && !step.equals(shown.put(progress.table(), step))) {
            log.write(LogEntry.of(Level.info, String.format(Locale.ROOT, "job %d of %d, %s, %,d of %s rows",
                    progress.completed() + 1, progress.jobs(), progress.phase(), progress.rows(), total(progress))).about(progress.table()));
        }
    }

    private static String total(TableProgress progress) {
        return progress.total() < 0 ? "unknown" : String.format(Locale.ROOT, "%,d", progress.total());
    }

    @Override
    public void finished(TableResult result) {
        if (log.isPlain()) {
            log.write(LogEntry.of(Level.info, result.description()).about(result.table()));
            return;
        }
        result.failures().forEach((job, error) -> log.write(failure("job failed", result, error).ofJob(job)));
        LogEntry end = LogEntry.of(result.isDone() ? Level.info : Level.error, result.state().name()).about(result.table()).after(result.elapsed());
        // The errors of jobs have been told.
        log.write(result.failures().isEmpty() ? end.because(result.error().orElse(null)) : end);
    }

    private static LogEntry failure(String message, TableResult result, SqlError error) {
        return LogEntry.of(Level.error, message).about(result.table()).because(error);
    }

    @Override
    public void remark(String text) {
        log.write(LogEntry.of(Level.info, text));
    }

    @Override
    public void close() {
        // Every entry has been written already.
    }
}
