package org.partitiontools.progress;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Everything about a run on a terminal, redrawn in place: table by table the job and its phase, rows, the rate of late, and what it waits for.
 * Remarks scroll away above.
 */
public final class WatchDisplay implements ProgressDisplay {

    /** What does not fit on a screen could not be redrawn: the cursor does not go beyond its upper edge. */
    private static final int MOST_LINES = 20;
    private static final int BAR = 20;
    private static final double NANOS = 1e9;
    private static final double RATE_SECONDS = 10;
    private static final double MOVING_SECONDS = 3;
    private static final String ESCAPE = "\u001b[";
    /** Lines that are too long are cut by the terminal, which knows its width. */
    private static final String CUT_LINES = ESCAPE + "?7l";
    private static final String WRAP_LINES = ESCAPE + "?7h";

    private final PrintWriter out;
    private final LongSupplier clock;
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private int drawn;

    /** A number of rows, and when it was. */
    private record Sample(long at, long rows) {
    }

    private static final class Table {
        private TableProgress progress;
        private TableResult result;
        private final Deque<Sample> samples = new ArrayDeque<>();
    }

    /** @param clock nanoseconds from any beginning */
    public WatchDisplay(PrintWriter out, LongSupplier clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public boolean isDetailed() {
        return true;
    }

    @Override
    public synchronized void show(TableProgress progress) {
        Table table = tables.computeIfAbsent(progress.table(), name -> new Table());
        table.progress = progress;
        table.samples.addLast(new Sample(clock.getAsLong(), progress.rows()));
        while (table.samples.size() > 2 && (table.samples.peekLast().at() - table.samples.peekFirst().at()) / NANOS > RATE_SECONDS) {
            table.samples.removeFirst();
        }
        redraw();
    }

    @Override
    public synchronized void finished(TableResult result) {
        tables.computeIfAbsent(result.table(), name -> new Table()).result = result;
        if (result.error().isPresent()) {
            remark(result.table() + ": " + result.description());
        }
        redraw();
    }

    @Override
    public synchronized void remark(String text) {
        erase();
        text.lines().map(WatchDisplay::safe).forEach(out::println);
        redraw();
    }

    /** What stands last remains. */
    @Override
    public synchronized void close() {
        drawn = 0;
        out.flush();
    }

    private void erase() {
        if (drawn > 0) {
            out.print(ESCAPE + drawn + "A" + ESCAPE + "J");
            drawn = 0;
        }
    }

    private void redraw() {
        List<String> lines = lines();
        erase();
        out.print(CUT_LINES);
        lines.forEach(line -> out.print(line + "\r\n"));
        out.print(WRAP_LINES);
        drawn = lines.size();
        out.flush();
    }

    /** Those at work come first. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        int width = tables.keySet().stream().mapToInt(name -> safe(name).length()).max().orElse(0);
        List<Map.Entry<String, Table>> order = new ArrayList<>(tables.entrySet());
        order.sort(Comparator.comparing(entry -> entry.getValue().result != null));
        int left = order.size();
        for (Map.Entry<String, Table> entry : order) {
            List<String> own = lines(entry.getKey(), entry.getValue(), width);
            if (lines.size() + own.size() + 1 > MOST_LINES && !lines.isEmpty()) {
                lines.add("  and " + left + " more");
                break;
            }
            lines.addAll(own);
            left--;
        }
        return lines;
    }

    private List<String> lines(String name, Table table, int width) {
        String padded = String.format("%-" + Math.max(1, width) + "s  ", safe(name));
        if (table.result != null) {
            return List.of(padded + String.format(Locale.ROOT, "%s: %d of %d jobs, %,d rows in %.1f s",
                    table.result.state(), table.result.completed(), table.result.jobs(), table.result.rows(), table.result.elapsed().toMillis() / 1e3));
        }
        List<String> lines = new ArrayList<>();
        lines.add(padded + line(table));
        table.progress.remarks().forEach(remark -> lines.add("    " + safe(remark)));
        return lines;
    }

    private static String line(Table table) {
        TableProgress p = table.progress;
        double done = p.total() > 0 ? Math.min(1, (double) p.rows() / p.total()) : (double) p.completed() / Math.max(1, p.jobs());
        int bar = (int) (done * BAR);
        double rate = rate(table.samples);
        String rows = p.total() == 0 ? "" : String.format(Locale.ROOT, "  %,d of %s rows", p.rows(), p.total() < 0 ? "an unknown number of" : String.format(Locale.ROOT, "%,d", p.total()));
        String speed = rate <= 0 ? "" : String.format(Locale.ROOT, "  %,.0f rows/s", rate)
                + (p.total() > p.rows() ? "  about " + duration((p.total() - p.rows()) / rate) + " left" : "");
        return String.format(Locale.ROOT, "[%s%s] %3.0f%%  job %d of %d  %s", "=".repeat(bar), " ".repeat(BAR - bar), Math.floor(done * 100),
                Math.min(p.completed() + 1, p.jobs()), p.jobs(), safe(p.phase())) + rows + speed;
    }

    /** Rows a second of late; 0 where none have moved in the last seconds: building an index has no such rate. */
    private static double rate(Deque<Sample> samples) {
        Sample last = samples.peekLast();
        double seconds = (last.at() - samples.peekFirst().at()) / NANOS;
        boolean moving = samples.stream().anyMatch(sample -> (last.at() - sample.at()) / NANOS <= MOVING_SECONDS && sample.rows() < last.rows());
        return seconds < 1 || !moving ? 0 : (samples.peekLast().rows() - samples.peekFirst().rows()) / seconds;
    }

    private static String duration(double seconds) {
        return seconds < 90 ? Math.round(seconds) + " s" : seconds < 5400 ? Math.round(seconds / 60) + " min" : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }

    /** Names of tables and users are anybody's: none steers the terminal. */
    private static String safe(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                safe.append(String.format("\\u%04x", c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }
}
