package org.partitiontools.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.partitiontools.progress.LogDisplay;

class DemoIT {

    @Test
    void showsEverythingAndLosesNothing() throws Exception {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);

        boolean complete = new Demo(out, () -> new LogDisplay(out)).show(20_000, false);

        assertThat(complete).as(text.toString()).isTrue();
        assertThat(text.toString())
                .contains("The partitions before", "orders_wednesday_", "drain orders_default", "The partitions after")
                .containsPattern("orders_default +everything else +pg_default +0\n")
                .containsPattern("sales.payments is partitioned into 1\\d partitions; it was locked for [\\d.]+ ms\n")
                .containsPattern("sales.payments is a plain table; it was locked for [\\d.]+ ms\n")
                .containsPattern("sales.payments: [\\d,]+ rows, 0 missing, 0 unexpected")
                .containsPattern("s3://demo/sales/orders/orders_20")
                .contains("Nothing is missing, nothing is double.");
    }
}
