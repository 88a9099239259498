package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.Sampled;
import org.partitiontools.testing.TestDatabase;

/** Partitions leave the table for the archives: what is planned, who does it, what is left. */
@PartitionToolsDatabase(each = true)
class UnloadIT {

    private TestDatabase database;
    private Archived orders;
    private Archives archives;

    @BeforeEach
    void createTable(TestDatabase fresh) throws SQLException {
        database = fresh;
        orders = Archived.create(database);
        archives = new Archives(database);
    }

    @Test
    void thePartitionsOfTheWindowAreArchivedAndDropped() throws Exception {
        assertThat(orders.table().plan(Archived.POLICY)).containsExactly(
                "unload_to_s3_partitions unload {\"orders_2026_01 [2026-01-01, 2026-02-01)\"} -> {}",
                "unload_to_s3_partitions unload {\"orders_2026_02 [2026-02-01, 2026-03-01)\"} -> {}");
        for (long job : orders.run(Archived.POLICY)) {
            archives.unload(job);
        }

        assertThat(orders.table().plan(Archived.POLICY)).isEmpty();
        assertThat(orders.table().partitions()).containsExactly("orders_2026_03", "orders_2026_04", "orders_2026_05", "orders_2026_06", "orders_2026_07", "orders_default");
        assertThat(orders.differences("sales.orders", "truth WHERE at >= '2026-03-01 00:00+00'")).isZero();
        assertThat(database.queryForString("SELECT to_regclass('sales.orders_2026_01')")).isNull();
        assertThat(database.queryForStrings("""
                SELECT concat_ws(' ', partition_name, lower_bound, upper_bound, lower_time AT TIME ZONE 'UTC', upper_time AT TIME ZONE 'UTC',
                                 rows, files, format, compression, server, restored_at) FROM partition_tools.archives ORDER BY archive_id"""))
                .containsExactly(
                        "orders_2026_01 2026-01-01 00:00:00+00 2026-02-01 00:00:00+00 2026-01-01 00:00:00 2026-02-01 00:00:00 744 1 csv none default",
                        "orders_2026_02 2026-02-01 00:00:00+00 2026-03-01 00:00:00+00 2026-02-01 00:00:00 2026-03-01 00:00:00 672 1 csv none default");
        assertThat(database.queryForStrings("SELECT rows FROM partition_tools.jobs WHERE action = 'unload' ORDER BY job_id")).containsExactly("744", "672");
        assertThat(orders.leftovers()).isEmpty();
    }

    @Test
    void aDetachedPartitionStaysAsATable() throws Exception {
        String policy = Archived.ONE.replace("\"limit_operations\"", "\"cleanup_policy\": \"detach\", \"limit_operations\"");
        archives.unload(orders.run(policy).get(0));

        assertThat(orders.hasPartition(Archived.JANUARY)).isFalse();
        assertThat(orders.differences("sales.orders_2026_01", "truth WHERE at < '2026-02-01 00:00+00'")).isZero();
        // It is writable, and nothing watches it any more.
        database.execute("UPDATE sales.orders_2026_01 SET note = 'mine'");
        assertThat(orders.leftovers()).isEmpty();
    }

    @Test
    void atMostSoManyAtATimeOldestFirst() throws Exception {
        assertThat(orders.table().plan(Archived.ONE)).hasSize(1).allMatch(line -> line.contains(Archived.JANUARY));
        archives.unload(orders.job());
        assertThat(orders.table().plan(Archived.ONE)).hasSize(1).allMatch(line -> line.contains("orders_2026_02"));
    }

    @Test
    void theManagerMakesJobsForAWorker() throws Exception {
        orders.table().call("unload_to_s3_partitions", "p_lower_bound", "1 year", "p_upper_bound", "4 months", "p_s3_bucket", "other");
        List<Long> waiting = archives.waiting();
        assertThat(waiting).hasSize(1);
        try (Archives.Session session = archives.session()) {
            session.begin(waiting.get(0));
            assertThat(session.task(waiting.get(0)).get("bucket").asText()).isEqualTo("other");
        }
        orders.table().with("SET partition_tools.cleanup_policy = 'detach'")
                .call("unload_to_s3_partitions", "p_upper_bound", "4 months", "p_s3_server_name", "default", "p_limit_operations", "1");
        assertThat(database.queryForStrings("SELECT strategy FROM partition_tools.jobs WHERE action = 'unload' ORDER BY job_id"))
                .containsExactly("unload and drop", "unload and detach");
        assertThat(SqlErrors.raised("PP001", () -> orders.table().call("unload_to_s3_partitions")).getMessage()).contains("upper_bound");
    }

    @Test
    void startLeavesTheJobToAWorkerAndNobodyWaitsForIt() throws Exception {
        database.execute("DROP TABLE sales.orders_2026_06");
        List<Long> jobs = orders.run(Archived.POLICY.replace("\"-1 month\"", "\"-2 months\""));
        assertThat(jobs).hasSize(3);
        try (Archives.Session session = archives.session()) {
            session.execute("CALL partition_tools.start(" + jobs.get(1) + ")");
            assertThat(session.messages()).containsExactly("job " + jobs.get(1) + " waits for a worker");
            assertThat(orders.state(jobs.get(1))).isEqualTo("pending");
            // A worker does what comes before, and not the unload before its own.
            session.begin(jobs.get(2));
            assertThat(orders.state(jobs.get(0))).isEqualTo("completed");
            session.done(jobs.get(2), session.upload(jobs.get(2)));
        }
        assertThat(orders.archives()).containsExactly("orders_2026_02");
        assertThat(orders.state(jobs.get(1))).isEqualTo("pending");
    }

    @Test
    void aRepeatedRunGivesTheSameJobs() throws Exception {
        List<Long> jobs = orders.run(Archived.POLICY);
        assertThat(orders.run(Archived.POLICY)).isEqualTo(jobs);
        try (Archives.Session session = archives.session()) {
            session.begin(jobs.get(0));
            session.failed(jobs.get(0), "no such bucket");
        }
        assertThat(orders.run(Archived.POLICY)).isEqualTo(jobs);
        // Where the policy wants something else, it is another job, and the old one is not done any more.
        List<Long> others = orders.run(Archived.POLICY.replace("\"3 months\"", "\"3 months\", \"s3_bucket\": \"other\""));
        assertThat(others).doesNotContainAnyElementsOf(jobs);
        assertThat(archives.waiting()).isEqualTo(others);
        assertThat(orders.state(jobs.get(0))).isEqualTo("cancelled");
    }

    @Test
    void aPartitionThatIsGone() throws Exception {
        long job = orders.job();
        database.execute("DROP TABLE sales.orders_2026_01");
        assertThat(SqlErrors.raised("PP020", () -> archives.unload(job)).getHint()).contains("run the policy again");
        assertThat(orders.leftovers()).isEmpty();
    }

    /** Its owner, who is no superuser, can do everything; and where a policy hides rows from the owner, nothing is dropped unread. */
    @Test
    void anOwnerUnderRowSecurity() throws Exception {
        database.execute("DO $$ BEGIN CREATE ROLE orders_owner; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "GRANT ALL ON SCHEMA sales TO orders_owner", "GRANT partition_tools_operator TO orders_owner",
                "ALTER TABLE sales.orders OWNER TO orders_owner", "ALTER TABLE sales.orders_default OWNER TO orders_owner",
                "ALTER TABLE sales.orders_2026_01 OWNER TO orders_owner", "ALTER TABLE sales.orders_2026_01 ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE sales.orders_2026_01 FORCE ROW LEVEL SECURITY", "CREATE POLICY few ON sales.orders_2026_01 USING (id < 10)");
        long job = orders.job();
        try (Archives.Session session = archives.session()) {
            session.execute("SET ROLE orders_owner");
            SqlErrors.raised("42501", () -> session.begin(job));
            assertThat(orders.leftovers()).isEmpty();
            database.execute("ALTER TABLE sales.orders_2026_01 NO FORCE ROW LEVEL SECURITY");
            session.begin(job);
            session.done(job, session.upload(job));
            long restore = archives.restoreJob(Archived.JANUARY, null);
            session.begin(restore);
            session.load(restore);
            session.done(restore, "{}");
        }
        assertThat(orders.differences()).isZero();
        assertThat(orders.leftovers()).isEmpty();
    }

    @Test
    void whatHasComeToDependOnThePartitionMeanwhile() throws Exception {
        long job = orders.job();
        try (Archives.Session session = archives.session()) {
            session.begin(job);
            String result = session.upload(job);
            database.execute("CREATE VIEW sales.v AS SELECT * FROM sales.orders_2026_01");
            SqlErrors.raised("PP021", () -> session.done(job, result));
        }
        assertThat(orders.archives()).isEmpty();
        database.execute("DROP VIEW sales.v", "CALL partition_tools.start(" + job + ")");
        assertThat(orders.archives()).containsExactly(Archived.JANUARY);
    }

    @Test
    void anEmptyPartitionIsLeftAlone() throws Exception {
        orders.change("DELETE FROM %s WHERE at < '2026-02-01 00:00+00'");

        assertThat(orders.table().plan(Archived.POLICY)).hasSize(1).noneMatch(line -> line.contains(Archived.JANUARY));
        assertThat(orders.table().check(Archived.POLICY)).contains("info empty_partition partition orders_2026_01 is empty: it is not unloaded, and stays");
    }

    @Test
    void aPartitionThatHasBecomeEmptyIsLeftAlone() throws Exception {
        long job = orders.job();
        orders.change("DELETE FROM %s WHERE at < '2026-02-01 00:00+00'");
        try (Archives.Session session = archives.session()) {
            session.begin(job);
            assertThat(session.messages()).contains("partition sales.orders_2026_01 is empty: there is nothing to unload, and it stays");
            assertThat(session.task(job)).isNull();
        }
        assertThat(orders.state(job)).isEqualTo("completed");
        assertThat(orders.hasPartition(Archived.JANUARY)).isTrue();
        assertThat(orders.archives()).isEmpty();
        assertThat(orders.leftovers()).isEmpty();
    }

    @Test
    void aServerThatIsNotThere() throws Exception {
        String nowhere = Archived.POLICY.replace("\"3 months\"", "\"3 months\", \"s3_server_name\": \"nowhere\"");
        assertThat(SqlErrors.raised("PP070", () -> orders.table().checkConfig(nowhere)).getHint()).contains("s3_server");
        assertThat(SqlErrors.raised("PP070", () -> orders.run(nowhere)).getHint()).contains("s3_server");
        assertThat(orders.table().check(nowhere)).contains("error unknown_server there is no S3 server \"nowhere\"");
        database.execute("INSERT INTO partition_tools.s3_server (name) VALUES ('nowhere')");
        assertThat(SqlErrors.raised("PP070", () -> orders.run(nowhere)).getMessage()).contains("bucket");
        database.execute("UPDATE partition_tools.s3_server SET bucket = 'bucket', writer = 'pxf' WHERE name = 'nowhere'");
        assertThat(SqlErrors.raised("PP030", () -> orders.run(nowhere)).getMessage()).contains("pxf");
        assertThat(orders.run(Archived.POLICY)).as("the other server").hasSize(2);
    }

    @Test
    void aServerThatGoesAwayMeanwhile() throws Exception {
        long job = orders.job();
        try (Archives.Session session = archives.session()) {
            session.begin(job);
            database.execute("DELETE FROM partition_tools.s3_server");
            SqlErrors.raised("PP070", () -> session.task(job));
            session.failed(job, "no server");
        }
        assertThat(orders.state(job)).isEqualTo("failed");
        assertThat(orders.leftovers()).isEmpty();
        assertThat(orders.differences()).isZero();
    }

    @Test
    void theTaskSaysWhatThePartitionIs() throws Exception {
        database.execute("CREATE TYPE sales.mood AS ENUM ('good')", "CREATE DOMAIN sales.money2 AS numeric(9,2) CHECK (VALUE > 0)",
                "ALTER TABLE sales.orders ADD COLUMN mood sales.mood DEFAULT 'good', ADD COLUMN price sales.money2, ADD COLUMN tags text[], ADD COLUMN c text COLLATE \"C\"",
                "ALTER TABLE sales.orders DROP COLUMN amount CASCADE", "CREATE INDEX extra ON sales.orders_2026_01 (lower(note))");
        long job = orders.job();
        try (Archives.Session session = archives.session()) {
            session.begin(job);
            JsonNode task = session.task(job);
            assertThat(task.get("columns").findValuesAsText("name")).containsExactly("id", "at", "note", "mood", "price", "tags", "c");
            assertThat(task.get("columns").findValuesAsText("type"))
                    .containsExactly("bigint", "timestamp with time zone", "text", "sales.mood", "sales.money2", "text[]", "text");
            assertThat(task.get("columns").findValuesAsText("base_type")).containsExactly("int8", "timestamptz", "text", "mood", "numeric", "_text", "text");
            assertThat(task.get("columns").findValuesAsText("kind")).containsExactly("b", "b", "b", "e", "b", "b", "b");
            assertThat(task.at("/columns/4/typmod").asInt()).isEqualTo((9 << 16 | 2) + 4);
            assertThat(task.get("path").toString()).isEqualTo("[\"sales\",\"orders\",\"orders_2026_01\"]");
            assertThat(task.at("/bounds/lower").asText()).isEqualTo("2026-01-01T00:00:00+00:00");
            assertThat(task.at("/bounds/key_column").asText()).isEqualTo("at");
            assertThat(task.get("blocks").asLong()).isPositive();
            assertThat(task.at("/server/name").asText()).isEqualTo("default");
            String first = task.get("attempt_id").asText();
            assertThat(session.task(job).get("attempt_id").asText()).as("another attempt").isNotEqualTo(first);
            // The DDL makes the same columns, by hand.
            database.execute("ALTER TABLE sales.orders_2026_01 RENAME TO original", "ALTER INDEX sales.extra RENAME TO original_extra",
                    "ALTER INDEX sales.orders_2026_01_pkey RENAME TO original_pkey", task.get("ddl").asText());
        }
        assertThat(database.queryForString("SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum)"
                + " FROM pg_attribute WHERE attrelid = 'sales.orders_2026_01'::regclass AND attnum > 0"))
                .isEqualTo("id bigint, at timestamp with time zone, note text, mood sales.mood, price sales.money2, tags text[], c text");
    }

    @Test
    void numbersThatDoNotAgreeFailTheJob() throws Exception {
        long job = orders.job();
        try (Archives.Session session = archives.session()) {
            session.begin(job);
            String result = session.upload(job);
            SqlErrors.raised("PP072", () -> session.done(job, result.replaceFirst("\"rows\":744", "\"rows\":743")));
        }
        assertThat(orders.state(job)).isEqualTo("failed");
        assertThat(orders.differences()).isZero();
        assertThat(orders.leftovers()).isEmpty();
        archives.unload(job);
        assertThat(orders.differencesWithoutJanuary()).isZero();
    }

    @Test
    void whatAWorkerReportsIsShown() throws Exception {
        long job = orders.job();
        try (Archives.Session session = archives.session()) {
            session.begin(job);
            session.task(job);
            session.execute("SELECT partition_tools_internal.work_progress(" + job + ", 300)");
            session.execute("SELECT partition_tools_internal.work_progress(" + job + ", 372)");
            assertThat(database.queryForString("SELECT concat_ws(' ', state, phase, rows) FROM partition_tools.jobs WHERE job_id = ?", job))
                    .isEqualTo("running upload 372");
            session.failed(job, "the server refuses");
            assertThat(database.queryForString("SELECT concat_ws(' ', state, sqlstate, error) FROM partition_tools.jobs WHERE job_id = ?", job))
                    .isEqualTo("failed PP074 the server refuses");
            assertThat(orders.leftovers()).as("the trigger is off").isEmpty();
            SqlErrors.raised("PP052", () -> session.execute("SELECT partition_tools_internal.work_progress(" + job + ", 400)"));
        }
        archives.unload(job);
        assertThat(database.queryForString("SELECT concat_ws(' ', state, rows) FROM partition_tools.jobs WHERE job_id = ?", job)).isEqualTo("completed 744");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE VIEW sales.v AS SELECT * FROM sales.orders_2026_01", "CREATE TABLE sales.lines (id bigint, at timestamptz, FOREIGN KEY (id, at) REFERENCES sales.orders)"})
    void whatCannotBeDetachedIsRefusedBeforeAnythingIsRead(String dependent) throws Exception {
        database.execute(dependent);
        long job = orders.job();
        assertThat(SqlErrors.raised(() -> archives.unload(job)).getSQLState()).isIn("PP021", "PP022");
        assertThat(orders.leftovers()).isEmpty();
        assertThat(orders.differences()).isZero();
    }

    @Sampled(5)
    @ParameterizedTest
    @MethodSource("org.partitiontools.sql.NamesIT#names")
    void anyNameComesAndGoes(String name) throws Exception {
        String schema = Literals.identifier(name.startsWith("pg_") ? "x" + name : name);
        String quoted = Literals.identifier(name);
        String leaf = schema + "." + Literals.identifier("l" + name.substring(1));
        database.execute("CREATE SCHEMA " + schema,
                "CREATE TABLE " + schema + "." + quoted + " (" + quoted + " date NOT NULL, n int) PARTITION BY RANGE (" + quoted + ")",
                "CREATE TABLE " + leaf + " PARTITION OF " + schema + "." + quoted + " FOR VALUES FROM ('2020-01-01') TO ('2020-02-01')",
                "CREATE TABLE " + schema + ".rest PARTITION OF " + schema + "." + quoted + " DEFAULT",
                "INSERT INTO " + schema + "." + quoted + " SELECT g, 1 FROM generate_series(date '2020-01-01', '2020-01-31', '1 day') AS g",
                "CREATE TABLE before AS TABLE " + schema + "." + quoted);
        new Partitioned(database, schema + "." + quoted).call("unload_to_s3_partitions", "p_upper_bound", "1 year");
        archives.unload(archives.waiting().get(0));
        assertThat(database.queryForString("SELECT count(*) FROM " + schema + "." + quoted)).isEqualTo("0");

        archives.restore(archives.restoreJob("l" + name.substring(1), null));
        archives.restore(archives.restoreJob("l" + name.substring(1), schema + "." + Literals.identifier("t" + name.substring(1))));
        for (String table : List.of(schema + "." + quoted, leaf, schema + "." + Literals.identifier("t" + name.substring(1)))) {
            assertThat(database.queryForString("SELECT count(*) FROM (TABLE before EXCEPT ALL TABLE " + table + ") AS d")).as(table).isEqualTo("0");
            assertThat(database.queryForString("SELECT count(*) FROM " + table)).as(table).isEqualTo("31");
        }
        // One of the names looks as if a job had left it.
        assertThat(orders.leftovers()).filteredOn(line -> !line.contains("partition_tools_j1_t1")).isEmpty();
    }
}
