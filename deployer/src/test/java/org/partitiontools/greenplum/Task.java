package org.partitiontools.greenplum;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.partitiontools.database.Rows;
import org.partitiontools.testing.TestDatabase;

/** The operations that keep every row, each with partitions to work on and a policy that asks for it. */
enum Task {

    DRAIN("", "\"operation\": \"create_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"6 months\", \"upper_bound\": \"0 days\""),
    /** So many that they are two jobs. */
    DRAIN_IN_PORTIONS("", "\"operation\": \"create_partitions\", \"granularity\": \"1 week\", \"lower_bound\": \"6 months\", \"upper_bound\": \"0 days\""),
    AHEAD(from(1, month -> month.plusMonths(1)),
            "\"operation\": \"create_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"0 days\", \"upper_bound\": \"-3 months\""),
    MERGE(from(1, day -> day.getDayOfMonth() == 1 ? day.withDayOfMonth(16) : day.plusMonths(1).withDayOfMonth(1)),
            "\"operation\": \"merge_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"4 months\", \"upper_bound\": \"1 month\""),
    ALIGN(from(5, day -> day.plusWeeks(1)),
            "\"operation\": \"merge_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"5 months\", \"upper_bound\": \"1 month\""),
    MOVE(from(1, month -> month.plusMonths(1)),
            "\"operation\": \"move_partitions\", \"table_space\": \"warm\", \"lower_bound\": \"3 months\", \"upper_bound\": \"1 month\""),
    /** To column storage, which no table with a primary key can have. */
    CONVERT(from(1, month -> month.plusMonths(1)),
            "\"operation\": \"move_partitions\", \"table_space\": \"warm\", \"lower_bound\": \"3 months\", \"upper_bound\": \"1 month\","
                    + " \"ddl_with_param\": \"WITH (appendonly=true, orientation=column, compresstype=zstd, compresslevel=1)\"");

    private static final String AS_OF = "2026-07-01 00:00+00";

    private final String partitions;
    private final String operation;

    Task(String partitions, String operation) {
        this.partitions = partitions;
        this.operation = operation;
    }

    /** The partitions, the default partition among them, as CREATE TABLE has them. */
    String partitions() {
        return partitions + "DEFAULT PARTITION rest";
    }

    /** Whether Greenplum allows it for tables of a layout. */
    boolean fits(Layout layout) {
        return this != CONVERT || !layout.hasKey();
    }

    /** What asks for it, as JSON. */
    String policy() {
        return "{\"operations\": [{" + operation + "}]}";
    }

    /** The same, with readers kept out from the start. */
    String policyWithAccessExclusiveMode() {
        return "{\"operations\": [{" + operation + ", \"access_exclusive_mode\": true}]}";
    }

    /** Persists the plan; returns a statement for each action. */
    static List<String> run(TestDatabase database, String policy) throws SQLException {
        return database.queryForStrings(
                "SELECT statement FROM partition_tools.run('sales.orders', ?::json, ?::timestamptz) ORDER BY job_id", policy, AS_OF);
    }

    /** What is still to be done. */
    Rows plan(TestDatabase database) throws SQLException {
        return database.query("SELECT * FROM partition_tools.plan('sales.orders', ?::json, ?::timestamptz)", policy(), AS_OF);
    }

    /** Partitions of the first half of 2026, from a day of January on, each as long as the next bound says. */
    private static String from(int day, UnaryOperator<LocalDate> next) {
        return Stream.iterate(LocalDate.of(2026, 1, day), lower -> lower.isBefore(LocalDate.of(2026, 6, 30)), next)
                .map(lower -> "PARTITION p" + lower.toString().replace("-", "_") + " START (date '" + lower + "') END (date '" + next.apply(lower) + "'),\n")
                .collect(Collectors.joining());
    }
}
