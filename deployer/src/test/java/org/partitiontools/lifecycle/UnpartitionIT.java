package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** A partitioned table becomes a plain one, is the partitioned one again, and becomes plain for good, while sessions write to it. */
@PartitionToolsDatabase(owner = true)
class UnpartitionIT {

    static final String UNPARTITION = "CALL partition_tools.unpartition('orders')";

    @ParameterizedTest(name = "{0}")
    @EnumSource(Shape.class)
    void theTableEqualsTheTruth(Shape shape, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); JobSession session = JobSession.open(database)) {
            Orders orders = Orders.createPlain(database, shape, Orders.ROWS);
            String before = keys(database);
            Load load = Load.start(orders, true);
            try (load) {
                session.execute(ConvertIT.CONVERT);
                session.execute("CALL partition_tools.finish(" + ConvertIT.conversion(database) + ")");
                session.execute(UNPARTITION);
                assertThat(database.queryForString("SELECT relkind FROM pg_class WHERE oid = 'orders'::regclass")).isEqualTo("r");
                load.serve();
                session.execute("CALL partition_tools.revert(" + job(database) + ")");
                assertThat(database.queryForString("SELECT relkind FROM pg_class WHERE oid = 'orders'::regclass")).isEqualTo("p");
                load.serve();
                session.execute(UNPARTITION);
                load.serve();
                session.execute("CALL partition_tools.finish(" + job(database) + ")");
                load.serve();
            }
            assertThat(load.errors()).as("errors of the application: %s", load).isEmpty();
            assertThat(orders.differences()).as("rows in one table only").isZero();
            assertThat(orders.differencesByIndex()).as("rows the indexes lack").isZero();
            assertThat(keys(database)).isEqualTo(before);
            assertThat(database.queryForStrings("SELECT c.relname FROM pg_class AS c WHERE c.relname LIKE 'orders\\_2026%'")).isEmpty();
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }

    /** Whoever writes to a partition by its name must not write to one that is only kept. */
    @Test
    void partitionsThatAreKeptAreNotFoundByTheirNames(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders.createPlain(database, Shape.ID, 1_000);
            database.execute(ConvertIT.CONVERT, "CALL partition_tools.finish(1)", UNPARTITION);
            assertThatThrownBy(() -> database.execute("DELETE FROM orders_2026_03")).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01"));
            database.execute("VACUUM FULL orders", "CALL partition_tools.revert(" + job(database) + ")");
            assertThat(database.queryForString("SELECT count(*) FROM orders_2026_01")).isNotEqualTo("0");
            assertThat(database.queryForString("SELECT count(*) FROM orders")).isEqualTo("1000");
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }

    /** From the switch on, before the partitions have been moved out of the way; the table itself and its readers notice nothing. */
    @ParameterizedTest(name = "keep_source {0}")
    @ValueSource(strings = {"1 day", "0"})
    void nobodyWritesToAPartitionByItsNameAfterTheSwitch(String keep, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders.createPlain(database, Shape.ID, 1_000);
            database.execute(ConvertIT.CONVERT, "CALL partition_tools.finish(1)");
            database.execute("SET partition_tools.keep_source = '" + keep + "'", "SELECT partition_tools_internal.unpartition_job('orders', NULL)");
            long job = job(database);
            Steps.until(database, job, "clean_up");
            for (String write : List.of("DELETE FROM orders_2026_01", "TRUNCATE orders_2026_01", "INSERT INTO orders_2026_01 VALUES (7001, '2026-01-05', 1, 1)")) {
                assertThatThrownBy(() -> database.execute(write)).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01")).hasMessageContaining("no partition of a table any more");
            }
            database.execute("INSERT INTO orders (id, at, customer, amount) VALUES (7000, '2026-03-05', 1, 1)", "DELETE FROM orders WHERE id = 1", "CALL partition_tools.start(" + job + ")");
            assertThat(database.queryForString("SELECT count(*) FROM orders")).isEqualTo("1000");
        }
    }

    /** What keeps them in step writes to them: those that are free move out of the way, and back, and the rest when they are. */
    @Test
    void partitionsMoveWhileOthersWriteToSomeOfThem(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); Connection writer = database.connect()) {
            Orders.createPlain(database, Shape.ID, 1_000);
            database.execute(ConvertIT.CONVERT, "CALL partition_tools.finish(1)", "SELECT partition_tools_internal.unpartition_job('orders', NULL)");
            long job = job(database);
            Steps.until(database, job, "clean_up");
            writer.setAutoCommit(false);
            Sessions.execute(writer, "INSERT INTO orders (id, at, customer, amount) VALUES (7000, '2026-03-05', 1, 1)");
            try (Steps steps = Steps.of(database, job)) {
                assertThat(steps.next()).isEqualTo("clean_up");
            }
            assertThat(database.queryForStrings("SELECT relname FROM pg_class WHERE relnamespace = 'partition_tools_stage'::regnamespace AND relname LIKE 'orders\\_2026%' AND relkind = 'r'"))
                    .isNotEmpty().doesNotContain("orders_2026_03");
            writer.commit();
            database.execute("CALL partition_tools.start(" + job + ")", "CALL partition_tools.revert(" + job + ")");
            assertThat(database.queryForString("SELECT count(*) FROM orders_2026_03 WHERE id = 7000")).isEqualTo("1");
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }

    /** Tables of two schemas, whose partitions have the same names, are kept at once, and both come back. */
    @Test
    void partitionsOfOneNameAreKept(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            for (String schema : List.of("a", "b")) {
                database.execute("CREATE SCHEMA " + schema, "CREATE TABLE " + schema + ".t (id int PRIMARY KEY) PARTITION BY RANGE (id)",
                        "CREATE TABLE " + schema + ".p PARTITION OF " + schema + ".t FOR VALUES FROM (1767225600) TO (1798761600)", "INSERT INTO " + schema + ".t VALUES (1767225601)",
                        "SET partition_tools.epoch_unit = 's'", "CALL partition_tools.unpartition('" + schema + ".t')");
            }
            database.execute("INSERT INTO a.t VALUES (1767225602)", "INSERT INTO b.t VALUES (1767225603)");
            for (String job : database.queryForStrings("SELECT job_id FROM partition_tools.jobs WHERE action = 'unpartition'")) {
                database.execute("CALL partition_tools.revert(" + job + ")");
            }
            assertThat(database.queryForStrings("SELECT id FROM a.p UNION ALL SELECT id FROM b.p ORDER BY 1")).containsExactly("1767225601", "1767225601", "1767225602", "1767225603");
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }

    /** No policy looks after a plain table; the next run of another one does. */
    @Test
    void whatIsKeptTooLongIsSaidAndDroppedByWhoeverRunsAPolicy(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders.createPlain(database, Shape.ID, 1_000);
            database.execute("CREATE TABLE other (at timestamptz NOT NULL) PARTITION BY RANGE (at)", ConvertIT.CONVERT, "CALL partition_tools.finish(1)", "SET partition_tools.keep_source = '1 hour'", UNPARTITION);
            String kept = database.queryForString("SELECT max(job_id) FROM partition_tools.jobs WHERE action = 'keep'");
            String policy = "'[{\"operation\": \"create_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"0 days\", \"upper_bound\": \"-1 month\"}]'";
            assertThat(database.queryForStrings("SELECT job_id FROM partition_tools_internal.unfinished_jobs(NULL)")).isEmpty();
            assertThat(database.queryForStrings("SELECT job_id FROM partition_tools.run('other', " + policy + ")")).doesNotContain(kept);
            database.execute("UPDATE partition_tools_internal.job SET spec = jsonb_set(spec::jsonb, '{until}', to_jsonb(now() - interval '1 minute'))::json WHERE job_id = " + kept);
            assertThat(database.queryForStrings("SELECT hint FROM partition_tools_internal.unfinished_jobs(NULL)")).singleElement().asString().contains("CALL partition_tools.finish(" + kept + ")");
            assertThat(database.queryForStrings("SELECT job_id FROM partition_tools.run('other', " + policy + ")")).last().isEqualTo(kept);
            // One run has it; the next does not take it away.
            assertThat(database.queryForStrings("SELECT job_id FROM partition_tools.run('other', " + policy + ")")).doesNotContain(kept);
            database.execute("CALL partition_tools.start(" + kept + ")");
            assertThat(database.queryForStrings("SELECT c.relname FROM pg_class AS c WHERE c.relname LIKE 'orders\\_2026%'")).isEmpty();
            assertThat(database.queryForStrings("SELECT job_id FROM partition_tools_internal.unfinished_jobs(NULL) WHERE job_id = " + kept)).isEmpty();
        }
    }

    /** A key that was widened, and has been used so, cannot be narrow again; whoever wants it, keeps it wide. */
    @Test
    void aKeyThatDoesNotHoldAnyMoreIsNamed(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders.createPlain(database, Shape.ID, 1_000);
            database.execute(ConvertIT.CONVERT, "CALL partition_tools.finish(1)", "INSERT INTO orders (id, at, customer, amount) VALUES (1, '2026-05-05', 1, 1)");
            assertThatThrownBy(() -> database.execute(UNPARTITION)).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP092"))
                    .hasMessageContaining("not unique by a key as it was");
            database.execute("CALL partition_tools.cancel(" + job(database) + ")", "SET partition_tools.unique_keys = 'widen'", UNPARTITION);
            assertThat(keys(database)).contains("orders_key PRIMARY KEY (id, at)");
            assertThat(database.queryForString("SELECT count(*) FROM orders WHERE id = 1")).isEqualTo("2");
        }
    }

    @Test
    void whileAPlainTableIsKeptThatIsTheWayBack(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders.createPlain(database, Shape.ID, 1_000);
            database.execute(ConvertIT.CONVERT);
            assertThatThrownBy(() -> database.execute(UNPARTITION)).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP088")).hasMessageContaining("partition_tools.revert(2)");
            assertThatThrownBy(() -> database.execute("CALL partition_tools.cancel(2)")).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP004"));
            assertThat(database.queryForStrings("SELECT state FROM partition_tools.jobs WHERE job_id = 2")).isEqualTo(List.of("pending"));
        }
    }

    /** Any table that is partitioned by a range, whoever has partitioned it. */
    @Test
    void ofATableThatWasAlwaysPartitioned(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            database.execute("CREATE TABLE \"O'd d\" (id int, \"a T\" date NOT NULL, v text DEFAULT 'x', PRIMARY KEY (id, \"a T\")) PARTITION BY RANGE (\"a T\")",
                    "CREATE TABLE \"P\" PARTITION OF \"O'd d\" FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')", "CREATE TABLE q PARTITION OF \"O'd d\" DEFAULT", "CREATE INDEX ON \"O'd d\" (v)",
                    "INSERT INTO \"O'd d\" SELECT g, date '2026-01-01' + g FROM generate_series(1, 60) AS g", "CREATE VIEW w AS SELECT count(*) AS n FROM \"O'd d\"",
                    "SET partition_tools.keep_source = '0'", "CALL partition_tools.unpartition('\"O''d d\"')", "INSERT INTO \"O'd d\" VALUES (61, '2026-01-01')");
            assertThat(database.queryForString("SELECT n FROM w")).isEqualTo("61");
            assertThat(database.queryForStrings("SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'i') ORDER BY 1"))
                    .isEqualTo(List.of("O'd d", "O'd d_pkey", "O'd d_v_idx"));
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }

    private static String keys(TestDatabase database) throws SQLException {
        return String.join(", ", database.queryForStrings("SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'orders'::regclass AND contype <> 'n' ORDER BY 1"));
    }

    /** The job of the latest unpartition. */
    static long job(TestDatabase database) throws SQLException {
        return Long.parseLong(database.queryForString("SELECT max(job_id) FROM partition_tools.jobs WHERE action = 'unpartition'"));
    }
}
