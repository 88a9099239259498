package org.partitiontools.lifecycle;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.partitiontools.testing.TestDatabase;

/** The operations that move rows, each with partitions to work on and a policy that asks for it. */
enum Operation {

    DRAIN(List.of(), "\"operation\": \"create_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"6 months\", \"upper_bound\": \"0 days\""),
    SPLIT(months(), null),
    MERGE(halfMonths(), "\"operation\": \"merge_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"4 months\", \"upper_bound\": \"2 months\""),
    ALIGN(weeks(), "\"operation\": \"merge_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"6 months\", \"upper_bound\": \"0 days\""),
    MOVE(months(), "\"operation\": \"move_partitions\", \"table_space\": \"warm\", \"lower_bound\": \"3 months\", \"upper_bound\": \"1 month\""),
    ATTACH(List.of(), "\"operation\": \"create_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"0 days\", \"upper_bound\": \"-3 months\"");

    private static final String SPLIT_CALL = "CALL partition_tools.repartition('orders', ARRAY['orders_p2026_03_01'::regclass, 'orders_p2026_04_01'],"
            + " ARRAY['2026-03-01 00:00+00', '2026-03-11 00:00+00', '2026-04-05 00:00+00', '2026-05-01 00:00+00'])";

    private final List<String> partitions;
    private final String policy;

    Operation(List<String> partitions, String policy) {
        this.partitions = new ArrayList<>(partitions);
        this.partitions.add("CREATE TABLE orders_default PARTITION OF orders DEFAULT");
        this.policy = policy == null ? null : "{\"operations\": [{" + policy + "}]}";
    }

    List<String> partitions() {
        return partitions;
    }

    /** The policy as JSON; null for what no policy asks for. */
    String policy() {
        return policy;
    }

    /** Whether the default partition is replaced, too, so that nothing may read it. */
    boolean replacesDefault() {
        return this == DRAIN;
    }

    /** Persists the plan and returns the jobs. */
    List<Long> run(TestDatabase database) throws SQLException {
        return run(database, policy);
    }

    static List<Long> run(TestDatabase database, String policy) throws SQLException {
        return database.queryForStrings("SELECT job_id FROM partition_tools.run('orders', ?::json, ?::timestamptz)", policy, Orders.AS_OF)
                .stream().map(Long::valueOf).toList();
    }

    /** Does all of it. */
    void execute(JobSession session, TestDatabase database) throws SQLException {
        if (policy == null) {
            session.execute(SPLIT_CALL);
            return;
        }
        for (long job : run(database)) {
            session.start(job);
        }
    }

    /** Actions that the policy still asks for. */
    List<String> plan(TestDatabase database) throws SQLException {
        return policy == null ? List.of() : plan(database, policy);
    }

    static List<String> plan(TestDatabase database, String policy) throws SQLException {
        return database.queryForStrings(
                "SELECT action || ': ' || targets::text FROM partition_tools.plan('orders', ?::json, ?::timestamptz)", policy, Orders.AS_OF);
    }

    private static List<String> months() {
        List<String> statements = new ArrayList<>();
        for (LocalDate month = LocalDate.of(2026, 1, 1); month.getMonthValue() < 7; month = month.plusMonths(1)) {
            statements.add(partition(month, month.plusMonths(1)));
        }
        return statements;
    }

    private static List<String> halfMonths() {
        List<String> statements = new ArrayList<>();
        for (LocalDate month = LocalDate.of(2026, 1, 1); month.getMonthValue() < 7; month = month.plusMonths(1)) {
            statements.add(partition(month, month.withDayOfMonth(16)));
            statements.add(partition(month.withDayOfMonth(16), month.plusMonths(1)));
        }
        return statements;
    }

    private static List<String> weeks() {
        List<String> statements = new ArrayList<>();
        for (LocalDate week = LocalDate.of(2026, 1, 5); week.isBefore(LocalDate.of(2026, 4, 20)); week = week.plusWeeks(1)) {
            statements.add(partition(week, week.plusWeeks(1)));
        }
        return statements;
    }

    private static String partition(LocalDate lower, LocalDate upper) {
        return "CREATE TABLE orders_p%1$tY_%1$tm_%1$td PARTITION OF orders FOR VALUES FROM ('%1$s 00:00+00') TO ('%2$s 00:00+00')"
                .formatted(lower, upper);
    }
}
