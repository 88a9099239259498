package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManPageTest {

    @Test
    void hasEveryCommandWithItsOptionsAndNoOrderThatNobodyMeant() {
        String page = ManPage.of(PartitionTools.everyCommand());

        assertThat(page).startsWith(".TH PARTITION-TOOLS 1 ").contains(".SS deploy\n", ".SS import\n", ".SS run\n", "\\-\\-lock\\-timeout=TIME", ".SH EXIT STATUS\nExit codes: 0 done");
        assertThat(page.lines().filter(line -> line.startsWith(".") || line.startsWith("'")))
                .allMatch(line -> line.matches("\\.(TH|SH|SS|TP|PP|nf|fi)( .*)?"));
        assertThat(page).doesNotContain("${", "%n", "@|");
    }
}
