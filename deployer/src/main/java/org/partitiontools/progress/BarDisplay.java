package org.partitiontools.progress;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar for each table, on a terminal. Remarks wait until the bars are gone. */
public final class BarDisplay implements ProgressDisplay {

    private static final int UPDATE_MILLIS = 200;

    private final PrintWriter out;
    private final Map<String, ProgressBar> bars = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();

    public BarDisplay(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void show(TableProgress progress) {
        ProgressBar bar = bars.computeIfAbsent(progress.table(), BarDisplay::newBar);
        if (progress.total() > 0) {
            bar.maxHint(progress.total());
            bar.stepTo(progress.rows());
        } else {
            bar.maxHint(progress.jobs());
            bar.stepTo(progress.completed());
        }
        bar.setExtraMessage(" job " + Math.min(progress.completed() + 1, progress.jobs()) + "/" + progress.jobs()
                + " " + progress.phase());
    }

    @Override
    public synchronized void finished(TableResult result) {
        ProgressBar bar = bars.computeIfAbsent(result.table(), BarDisplay::newBar);
        if (result.isDone()) {
            bar.maxHint(Math.max(1, result.rows()));
            bar.stepTo(Math.max(1, result.rows()));
        }
        bar.setExtraMessage(" " + result.state());
        if (result.error().isPresent()) {
            remark(result.table() + ": " + result.description());
        }
    }

    @Override
    public synchronized void remark(String text) {
        remarks.add(text);
    }

    @Override
    public synchronized void close() {
        bars.values().forEach(ProgressBar::close);
        bars.clear();
        remarks.forEach(out::println);
        remarks.clear();
        out.flush();
    }

    private static ProgressBar newBar(String table) {
        return new ProgressBarBuilder()
                .setTaskName(table)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setInitialMax(1)
                .showSpeed()
                .build();
    }
}
