package org.partitiontools.lifecycle;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.partitiontools.testing.TestDatabase;

/** What becomes of a table: the ways of a conversion. */
enum Way {
    /** A plain table is copied to partitions. */
    COPY("SELECT partition_tools_internal.convert_job('orders', 'at', '3 months', '6 months', '0 days', NULL, NULL, '" + Orders.AS_OF + "')",
            "copy", "reconcile", "convert_root", "build", "convert_join", "catch_up", "mirror", "settle", "foreign_keys", "validate_keys", "convert_keys", "convert_swap", "clean_up"),
    /** A plain table becomes a partition. */
    ADOPT("SELECT partition_tools_internal.convert_job('orders', 'at', '3 months', NULL, NULL, NULL, 'adopt', '" + Orders.AS_OF + "')",
            "adopt_index", "adopt_check", "adopt_validate", "adopt_swap", "clean_up"),
    /** A partitioned table becomes a plain one. */
    UNPARTITION("SELECT partition_tools_internal.unpartition_job('orders', NULL)",
            "copy", "reconcile", "build", "catch_up", "mirror", "settle", "unpartition_swap", "clean_up");

    private final String job;
    private final String[] phases;

    Way(String job, String... phases) {
        this.job = job;
        this.phases = phases;
    }

    /** The phases that any table meets on this way. */
    List<String> phases() {
        return Arrays.asList(phases);
    }

    /** The phase in which the tables change their places. */
    String swap() {
        return phases[phases.length - 2];
    }

    /** What the table is before; {@code r} for a plain one. */
    String before() {
        return this == UNPARTITION ? "p" : "r";
    }

    String after() {
        return this == UNPARTITION ? "r" : "p";
    }

    Orders create(TestDatabase database, Shape shape, int rows) throws SQLException {
        Orders orders = Orders.createPlain(database, shape, rows);
        if (this == UNPARTITION) {
            database.execute("SET partition_tools.keep_source = '0'", ConvertIT.CONVERT);
        }
        return orders;
    }

    /** The job; the same again where it has begun. */
    long begin(TestDatabase database) throws SQLException {
        return Long.parseLong(database.queryForString(job));
    }

    /** Lets the job that keeps what the table was go the way back; returns it. */
    static long turn(TestDatabase database, long job) throws SQLException {
        long keeper = Long.parseLong(database.queryForString("SELECT partition_tools_internal.keeper_of(?)", job));
        database.query("SELECT partition_tools_internal.keeper_turn(?, 'revert')", keeper);
        return keeper;
    }
}
