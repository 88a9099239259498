package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Who may do what: a superuser has deployed, owners operate, viewers look, strangers are refused, nobody acts for another. */
@PartitionToolsDatabase
class RightsIT {

    private static final String DENIED = "42501";
    private static final String POLICY = "[{\"operation\": \"create_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"6 months\", \"upper_bound\": \"0 days\"}]";
    private static final String[] TABLE = {
        "CREATE TABLE %s (id bigint NOT NULL, at timestamptz NOT NULL, note text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
        "CREATE TABLE %1$s_p PARTITION OF %1$s FOR VALUES FROM ('2025-01-01 00:00+00') TO ('2025-02-01 00:00+00')",
        "CREATE TABLE %1$s_default PARTITION OF %1$s DEFAULT",
        "INSERT INTO %s SELECT g, timestamptz '2026-01-02 00:00+00' + g * interval '1 hour' FROM generate_series(1, 4000) AS g"
    };

    private final TestDatabase admin;
    private final TestDatabase alice;
    private final TestDatabase bob;
    private final TestDatabase viewer;
    private final TestDatabase stranger;

    RightsIT(TestDatabase database) {
        admin = database.asSuperuser();
        alice = database.as("alice");
        bob = database.as("bob");
        viewer = database.as("looker");
        stranger = database.as("stranger");
    }

    @BeforeEach
    void tables() throws SQLException {
        for (String role : List.of("alice", "bob", "looker", "stranger", "sales_team", "carol", "dave")) {
            admin.execute("DO $$ BEGIN CREATE ROLE " + role + " LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                    "DROP SCHEMA IF EXISTS " + role + " CASCADE", "CREATE SCHEMA " + role + " AUTHORIZATION " + role,
                    "GRANT USAGE ON SCHEMA " + role + " TO PUBLIC");
        }
        admin.execute("GRANT partition_tools_operator TO alice, bob, sales_team", "GRANT partition_tools_viewer TO looker", "GRANT sales_team TO carol, dave");
        admin.execute("TRUNCATE partition_tools_internal.run CASCADE", "DELETE FROM partition_tools.migration_config",
                "DROP SCHEMA partition_tools_stage CASCADE", "CREATE SCHEMA partition_tools_stage", "SELECT partition_tools_internal.rights_grant()");
        create(alice, "alice.orders");
        create(bob, "bob.orders");
    }

    private static void create(TestDatabase database, String table) throws SQLException {
        for (String sql : TABLE) {
            database.execute(sql.formatted(table));
        }
    }

    @Test
    void anOwnerDoesEverythingToItsTable() throws SQLException {
        long job = run(alice, "alice.orders");
        start(alice, job);
        alice.execute("CALL partition_tools.merge_partitions('alice.orders', '3 months', '6 months', '0 days', p_as_of => '" + Orders.AS_OF + "')",
                "SET partition_tools.cleanup_gaps = 'accept'", "CALL partition_tools.delete_partitions('alice.orders', NULL, '1 year', p_as_of => '" + Orders.AS_OF + "')",
                "CALL partition_tools.repartition('alice.orders', '{alice.orders_default}', '{2027-01-01,2027-02-01}')");
        assertThat(alice.queryForString("SELECT count(*) FROM alice.orders")).isEqualTo("4000");
        assertThat(alice.queryForStrings("SELECT partition_name FROM partition_tools.partitions WHERE table_schema = 'alice'"))
                .contains("orders_2026_q1").doesNotContain("orders_p");
        assertThat(Leftovers.in(admin)).isEmpty();
    }

    @Test
    void aStrangerIsRefused() {
        for (String sql : List.of("SELECT * FROM partition_tools.jobs", "SELECT * FROM partition_tools.partitions", "CALL partition_tools.start(1)", "CALL partition_tools.help(1)",
                "SELECT * FROM partition_tools.plan('stranger.t', '{}')", "SELECT partition_tools_internal.job_latest(1)",
                "CREATE TABLE partition_tools_stage.t ()")) {
            assertThat(error(stranger, sql).getSQLState()).as(sql).isEqualTo(DENIED);
        }
    }

    @Test
    void aViewerLooksAndTouchesNothing() throws SQLException {
        long job = run(alice, "alice.orders");
        alice.execute("GRANT SELECT ON alice.orders, alice.orders_default TO looker");
        assertThat(viewer.queryForStrings("SELECT action FROM partition_tools.plan('alice.orders', ?::json, ?::timestamptz)", POLICY, Orders.AS_OF)).containsExactly("drain");
        assertThat(viewer.query("SELECT * FROM partition_tools.check_partitions('alice.orders', ?::json, ?::timestamptz)", POLICY, Orders.AS_OF).values()).isNotEmpty();
        viewer.query("SELECT partition_tools.check_config('alice.orders', ?::json)", POLICY);
        assertThat(viewer.queryForStrings("SELECT state FROM partition_tools.jobs WHERE job_id = ?", job)).containsExactly("pending");
        assertThat(viewer.query("SELECT * FROM partition_tools.report").values()).isNotEmpty();
        assertThat(viewer.query("SELECT * FROM partition_tools.archives").values()).isEmpty();
        assertThat(viewer.queryForStrings("SELECT partition_name FROM partition_tools.partitions WHERE table_schema = 'alice'")).hasSize(2);
        for (String sql : List.of("CALL partition_tools.start(" + job + ")", "CALL partition_tools.cancel(" + job + ")", "CALL partition_tools.help(" + job + ")",
                "SELECT * FROM partition_tools.run('alice.orders', '" + POLICY + "')", "SELECT * FROM partition_tools_internal.job",
                "SELECT partition_tools_internal.job_step(" + job + ")", "SELECT * FROM partition_tools.migration_config",
                "SELECT partition_tools_internal.rights_grant()")) {
            assertThat(error(viewer, sql).getSQLState()).as(sql).isEqualTo(DENIED);
        }
    }

    @Test
    void valuesOfRowsInErrorsAreForThoseWhoMayReadTheTable() throws SQLException {
        long job = run(alice, "alice.orders");
        alice.query("SELECT partition_tools_internal.job_event_append(?, 'failed', 'copy', 0, NULL, '23505', 'Key (id)=(4711)', 'value 4711')", job);
        String query = "SELECT concat_ws(' ', state, sqlstate, error, detail) FROM partition_tools.jobs WHERE job_id = " + job;
        assertThat(viewer.queryForString(query)).isEqualTo("failed 23505");
        assertThat(bob.queryForString(query)).isEqualTo("failed 23505");
        assertThat(bob.queryForStrings("SELECT message FROM partition_tools_internal.job_event WHERE job_id = " + job)).isEmpty();
        assertThat(alice.queryForString(query)).isEqualTo("failed 23505 Key (id)=(4711) value 4711");
    }

    @Test
    void anOperatorMayNotWorkOnTheTableOfAnother() throws SQLException {
        long job = run(alice, "alice.orders");
        for (String sql : List.of("CALL partition_tools.create_partitions('alice.orders', '1 month', '6 months', '0 days', p_as_of => '" + Orders.AS_OF + "')",
                "CALL partition_tools.start(" + job + ")", "CALL partition_tools.cancel(" + job + ")", "CALL partition_tools.help(" + job + ")",
                "INSERT INTO partition_tools.migration_config (source, target) VALUES ('bob.orders', 'alice.orders')")) {
            assertThat(error(bob, sql).getSQLState()).as(sql).isIn("PP081", DENIED);
        }
        assertThat(Steps.state(admin, job)).isEqualTo("pending");
        start(alice, job);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "job_source (job_id, ordinal, relid, schema_name, name, is_default) VALUES (:job, 9, 'bob.orders_p'::regclass, 'bob', 'orders_p', false)",
        "job_source (job_id, ordinal, relid, schema_name, name, is_default) VALUES (:job, 9, 'alice.single'::regclass, 'alice', 'single', false)",
        "job_target (job_id, ordinal, relid, schema_name, name, is_default, template) VALUES (:job, 9, 'bob.orders_p'::regclass, 'alice', 'x', false, 0)",
        "job_target (job_id, ordinal, relid, schema_name, name, is_default, template) VALUES (:job, 9, 'alice.single'::regclass, 'alice', 'x', false, 0)",
        "job_rename (job_id, kind, relid, final_name) VALUES (:job, 'INDEX', 'bob.orders_p_pkey'::regclass, 'x')",
        "job_incoming_key (job_id, relid, name, definition, validated) VALUES (:job, 'alice.single'::regclass, 'x', 'CHECK (true); DROP TABLE bob.orders', true)",
        "job_context (job_id, parent, columns, fingerprint) VALUES (:job, 'bob.orders'::regclass, '{}', '')",
        "job_event (job_id, state, phase, rows, elapsed) VALUES (:bobs, 'running', 'drop', 0, '0')",
        "job (run_id, ordinal, table_oid, table_name, operation, action, strategy, sources, targets, total, spec) SELECT run_id, 9, 'bob.orders'::regclass, 'x', operation,"
                + " action, strategy, sources, targets, total, spec FROM partition_tools_internal.job WHERE job_id = :job",
        "job (run_id, ordinal, table_oid, table_name, operation, action, strategy, sources, targets, total, spec) SELECT run_id, 9, table_oid, 'x', operation,"
                + " action, strategy, sources, targets, total, '{\"targets\": [{\"schema\": \"bob\"}]}' FROM partition_tools_internal.job WHERE job_id = :job",
        "job (job_id, run_id, ordinal, table_oid, table_name, operation, action, strategy, sources, targets, total, spec) SELECT job_id + 1000, run_id, 9, table_oid, 'x',"
                + " operation, action, strategy, sources, targets, total, spec FROM partition_tools_internal.job WHERE job_id = :job",
        "archive (job_id, table_schema, table_name, partition_name, rows, bytes, server, bucket, location, definition, manifest)"
                + " VALUES (:job, 'bob', 'orders', 'x', 0, 0, '', '', '', '{}', '{}')",
        "flyway_schema_history (installed_rank, description, type, script, installed_by, execution_time, success) VALUES (-9, '', '', '', '', 0, true)",
    })
    void aForgedRowIsRefused(String row) throws SQLException {
        alice.execute("CREATE TABLE alice.single (n int)");
        long job = run(alice, "alice.orders");
        String sql = "INSERT INTO partition_tools_internal." + row.replace(":job", "" + job).replace(":bobs", "" + run(bob, "bob.orders"));
        assertThat(error(alice, sql).getSQLState()).isIn("PP081", "PP083", DENIED);
    }

    @Test
    void whatIsRecordedIsNotToBeAltered() throws SQLException {
        long job = run(alice, "alice.orders");
        Steps.until(alice, job, "copy");
        for (String sql : List.of("UPDATE job SET table_oid = 'bob.orders'::regclass WHERE job_id = " + job, "UPDATE job_source SET relid = 'bob.orders_p'::regclass",
                "UPDATE job_target SET relid = 'bob.orders_p'::regclass", "UPDATE job_event SET phase = 'drop'", "DELETE FROM job_event", "DELETE FROM job", "TRUNCATE job_source",
                "UPDATE job_identity SET system_id = ''", "DELETE FROM run", "CREATE FUNCTION partition_tools_internal.short_name(name, text) RETURNS text LANGUAGE sql AS 'SELECT 1'")) {
            assertThat(error(alice, "SET search_path = partition_tools_internal; " + sql).getSQLState()).as(sql).isIn("PP083", DENIED);
        }
        assertThat(error(bob, "DELETE FROM partition_tools_internal.job_source WHERE job_id = " + job).getSQLState()).isEqualTo("PP081");
        start(alice, job);
    }

    @Test
    void anAdministratorFinishesAndCancelsWhatAnOwnerHasBegun() throws SQLException {
        long cancelled = run(alice, "alice.orders");
        Steps.until(alice, cancelled, "build");
        cancel(admin, cancelled);
        long finished = run(alice, "alice.orders");
        Steps.until(alice, finished, "build");
        start(admin, finished);
        assertThat(alice.queryForString("SELECT count(*) FROM alice.orders")).isEqualTo("4000");
        assertThat(alice.queryForStrings("SELECT DISTINCT pg_get_userbyid(c.relowner) FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid"
                + " WHERE i.inhparent = 'alice.orders'::regclass")).containsExactly("alice");
        assertThat(Leftovers.in(admin)).isEmpty();
    }

    @Test
    void whatCapturesChangesHasNoMoreRightsThanTheOwner() throws SQLException {
        alice.execute("GRANT INSERT ON alice.orders TO bob");
        long job = run(alice, "alice.orders");
        Steps.until(admin, job, "copy");
        assertThat(admin.queryForStrings("SELECT DISTINCT pg_get_userbyid(proowner) FROM pg_proc WHERE pronamespace = 'partition_tools_stage'::regnamespace"))
                .containsExactly("alice");
        // Who writes to the table needs no right on what captures the changes, and the owner need not be an operator for it.
        admin.execute("REVOKE partition_tools_operator FROM alice");
        bob.execute("INSERT INTO alice.orders VALUES (5000, '2026-03-01 00:00+00', 'meanwhile')");
        start(admin, job);
        assertThat(alice.queryForString("SELECT count(*) FROM alice.orders")).isEqualTo("4001");
    }

    @Test
    void aMemberOfTheOwningRoleGoesOnWithTheJobOfAnother(TestDatabase database) throws SQLException {
        TestDatabase carol = database.as("carol");
        TestDatabase dave = database.as("dave");
        create(carol, "carol.orders");
        admin.execute("GRANT CREATE, USAGE ON SCHEMA carol TO sales_team");
        for (String table : List.of("orders", "orders_p", "orders_default")) {
            carol.execute("ALTER TABLE carol." + table + " OWNER TO sales_team");
        }
        long job = run(carol, "carol.orders");
        Steps.until(carol, job, "build");
        start(dave, job);
        assertThat(dave.queryForString("SELECT count(*) FROM carol.orders")).isEqualTo("4000");
        long again = Long.parseLong(carol.queryForString("SELECT job_id FROM partition_tools.run('carol.orders', ?::json, ?::timestamptz)",
                "[{\"operation\": \"merge_partitions\", \"granularity\": \"3 months\", \"lower_bound\": \"6 months\", \"upper_bound\": \"3 months\"}]", Orders.AS_OF));
        Steps.until(dave, again, "build");
        cancel(carol, again);
        assertThat(Leftovers.in(admin)).isEmpty();
    }

    @Test
    void whatAnotherHasPutUnderANameOfAJobIsNotUsed() throws SQLException {
        long job = run(alice, "alice.orders");
        String name = "partition_tools_stage.partition_tools_j" + job + "_capture()";
        bob.execute("CREATE FUNCTION " + name + " RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN RETURN NULL; END'");
        SQLException error = error(admin, "CALL partition_tools.start(" + job + ")");
        assertThat(error.getSQLState()).isEqualTo("PP084");
        assertThat(error.getMessage()).contains("bob");
        bob.execute("DROP FUNCTION " + name);
        start(alice, job);
    }

    @Test
    void sqlOfAnOwnerIsNotExecutedWithMoreRights() throws SQLException {
        alice.execute("CREATE TABLE alice.source AS SELECT g AS id FROM generate_series(1, 10) AS g", "CREATE TABLE alice.target (id int)",
                "INSERT INTO partition_tools.migration_config (source, target, condition) VALUES ('alice.source', 'alice.target', 'current_user = ''alice''')");
        assertThat(error(admin, "SELECT * FROM partition_tools.run('{alice.target}')").getSQLState()).isEqualTo("PP082");
        long job = Long.parseLong(alice.queryForString("SELECT job_id FROM partition_tools.run('{alice.target}')"));
        assertThat(error(admin, "CALL partition_tools.start(" + job + ")").getSQLState()).isEqualTo("PP082");
        start(alice, job);
        assertThat(alice.queryForString("SELECT count(*) FROM alice.target")).isEqualTo("10");
        assertThat(error(admin, "SELECT * FROM partition_tools.verify((SELECT max(run_id) FROM partition_tools.report))").getSQLState()).isEqualTo("PP082");
        assertThat(alice.query("SELECT * FROM partition_tools.verify((SELECT max(run_id) FROM partition_tools.report)) WHERE NOT equal").values()).isEmpty();
    }

    @Test
    void aRoleThatActsForAnotherIsThatOther() throws SQLException {
        long job = run(alice, "alice.orders");
        // A SECURITY DEFINER function of bob's that alice calls has bob's rights, whoever is connected.
        bob.execute("CREATE FUNCTION bob.trap(p_job bigint) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog"
                + " AS $$ SELECT partition_tools_internal.job_event_append(p_job, 'running', 'drop') $$");
        assertThat(error(admin, "SELECT bob.trap(" + job + ")").getSQLState()).isEqualTo("PP081");
        assertThat(error(admin, "SET ROLE bob; SELECT partition_tools_internal.job_event_append(" + job + ", 'running', 'drop')").getSQLState()).isEqualTo("PP081");
    }

    private static long run(TestDatabase database, String table) throws SQLException {
        return Long.parseLong(database.queryForString("SELECT job_id FROM partition_tools.run(?::regclass, ?::json, ?::timestamptz)", table, POLICY, Orders.AS_OF));
    }

    private static void start(TestDatabase database, long job) throws SQLException {
        try (JobSession session = JobSession.open(database)) {
            session.start(job);
        }
        assertThat(Steps.state(database, job)).isEqualTo("completed");
    }

    private static void cancel(TestDatabase database, long job) throws SQLException {
        try (JobSession session = JobSession.open(database)) {
            session.cancel(job);
        }
        assertThat(Steps.state(database, job)).isEqualTo("cancelled");
    }

    private static SQLException error(TestDatabase database, String sql) {
        SQLException error = catchThrowableOfType(SQLException.class, () -> database.execute(sql));
        assertThat((Throwable) error).as("has to fail: " + sql).isNotNull();
        return error;
    }
}
