package org.partitiontools.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is seen on a terminal that does what the display tells it. */
class WatchDisplayTest {

    private final StringWriter written = new StringWriter();
    private final AtomicLong now = new AtomicLong();
    private final WatchDisplay display = new WatchDisplay(new PrintWriter(written), now::get);

    @Test
    void aTableIsRedrawnInPlace() {
        show("sales.orders", 0, 1000, "copy (2/11)");
        now.set(2_000_000_000L);
        show("sales.orders", 400, 1000, "copy (2/11)", "waits for a lock (relation) that is held by session 7");

        assertThat(screen()).containsExactly(
                "sales.orders  [========            ]  40%  job 2 of 3  copy (2/11)  400 of 1,000 rows  200 rows/s  about 3 s left",
                "    waits for a lock (relation) that is held by session 7");

        now.set(9_000_000_000L);
        show("sales.orders", 400, 1000, "build (4/11)");

        // Nothing moves, so nothing is known of when.
        assertThat(screen()).containsExactly("sales.orders  [========            ]  40%  job 2 of 3  build (4/11)  400 of 1,000 rows");

        show("sales.orders", 1000, 1000, "swap (10/11)");

        assertThat(screen()).hasSize(1).first().asString().contains("100%", "swap");
    }

    @Test
    void remarksScrollAwayAbove() {
        show("a", 1, 10, "copy");
        display.remark("something to know");
        show("a", 2, 10, "copy");

        assertThat(screen()).hasSize(2).first().isEqualTo("something to know");
    }

    @Test
    void moreTablesThanAScreenHasAreCounted() {
        for (int i = 0; i < 50; i++) {
            show("t" + i, 1, 10, "copy");
        }
        assertThat(screen()).hasSizeLessThan(25).last().asString().isEqualTo("  and 31 more");
    }

    @Test
    void whatHasEndedSaysHow() {
        show("a", 1, 10, "copy");
        display.finished(new TableResult("a", TableResult.State.completed, 3, 3, 12, Duration.ofMillis(1500), Optional.empty(), Map.of(), 0));

        assertThat(screen()).containsExactly("a  completed: 3 of 3 jobs, 12 rows in 1.5 s");
    }

    @Test
    void noNameSteersTheTerminal() {
        show("evil\u001b[2J\u202e\n", 1, 10, "copy");

        assertThat(screen()).hasSize(1).first().asString().startsWith("evil\\u001b[2J\\u202e\\u000a");
    }

    private void show(String table, long rows, long total, String phase, String... remarks) {
        display.show(new TableProgress(table, 3, 1, rows, total, phase, List.of(remarks)));
    }

    /** The lines that a terminal has in the end. */
    private List<String> screen() {
        List<String> lines = new ArrayList<>();
        Matcher piece = Pattern.compile("\u001b\\[(\\?7[lh]|(\\d+)A|J)|([^\u001b\\r\\n]*)\\r?\\n").matcher(written.toString());
        int line = 0;
        int end = 0;
        while (piece.find()) {
            assertThat(piece.start()).as("what the terminal of this test does not understand").isEqualTo(end);
            end = piece.end();
            if (piece.group(2) != null) {
                line -= Integer.parseInt(piece.group(2));
            } else if ("J".equals(piece.group(1))) {
                lines = new ArrayList<>(lines.subList(0, line));
            } else if (piece.group(3) != null) {
                lines.add(line++, piece.group(3));
            }
        }
        return lines;
    }
}
