package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitiontools.cli.Invocation;
import org.partitiontools.lifecycle.Await;
import org.partitiontools.lifecycle.Background;
import org.partitiontools.testing.GreenplumCluster;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.PGConnection;

/** A plain table becomes a partitioned one, and plain again: writers wait meanwhile, readers go on, and nothing is lost. */
@GreenplumDatabase
class PlainTableIT {

    private static final int ROWS = 20_000;
    private static final String OWNER = "convert_owner";
    private static final String CONVERT = "SELECT partition_tools.partition_table('sales.orders', 'at', '1 month', '6 months', '0 days', p_as_of := '2026-07-01 00:00+00')";
    /** Greenplum 6 looks a table up by its name, waits for that one, and when it has gone, gives up. */
    private static final String GONE = "42P01";
    private static final String LATEST = "SELECT max(job_id) FROM partition_tools.jobs WHERE action = 'convert'";
    private static final String IS_PARTITIONED = "SELECT count(*) FROM pg_partition WHERE parrelid = 'sales.orders'::regclass";

    @ParameterizedTest(name = "{0}")
    @EnumSource(Layout.class)
    void theTableEqualsTheTruth(Layout layout, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders orders = Orders.createPlain(database, layout, ROWS);
            String storage = storage(database);
            Traffic traffic = Traffic.start(orders, Set.of(GONE));
            try (traffic) {
                database.execute(CONVERT);
                assertThat(orders.partitions()).hasSize(6 + 1);
                assertThat(storage(database)).isEqualTo(storage);
                traffic.goOn();
                database.execute("SELECT partition_tools.revert(" + database.queryForString(LATEST) + ")");
                assertThat(database.queryForString(IS_PARTITIONED)).isEqualTo("0");
                assertThat(storage(database)).isEqualTo(storage);
                traffic.goOn();
                database.execute(CONVERT);
                traffic.goOn();
            }
            assertThat(traffic.errors()).as("errors of the application: %s", traffic).isEmpty();
            assertThat(orders.differences()).as("rows in one table only").isZero();
            assertThat(orders.differencesByIndex()).as("rows the index lacks").isZero();
            assertThat(orders.misplaced()).as("rows in the wrong partition").isEmpty();
            assertThat(orders.leftovers()).isEmpty();
            assertThat(database.queryForStrings("SELECT DISTINCT state FROM partition_tools.jobs")).containsExactly("completed");
        }
    }

    /** As a role that is no superuser, and has deployed. */
    @Test
    void everythingThatTheTableHasIsKeptAndComesBack(GreenplumCluster cluster) throws Exception {
        try (TestDatabase superuser = cluster.createEmptyDatabase()) {
            TestDatabase database = asOwner(superuser);
            properties(database);
            List<String> before = dump(database);
            String partition = "orders_1_prt_orders_2026_02";

            database.execute("SET partition_tools.incoming_foreign_keys = 'drop'; " + CONVERT);

            assertThat(dump(database)).containsExactlyElementsOf(before.stream().filter(line -> !line.contains("items_order_id_fkey"))
                    .map(line -> line.replace("PRIMARY KEY (id)", "PRIMARY KEY (id, at)").replace("btree (id)", "btree (id, at)").replace("at date f", "at date t")).toList());
            assertThat(database.queryForStrings("SELECT concat_ws(' ', relname, (SELECT spcname FROM pg_tablespace AS t WHERE t.oid = c.reltablespace), relacl)"
                    + " FROM pg_class AS c WHERE relname LIKE ? ORDER BY relname", partition + "%")).containsExactly(
                    partition + " warm {convert_owner=arwdDxt/convert_owner,convert_reader=r/convert_owner}", partition + "_note_idx warm", partition + "_pkey", partition + "_upper_idx cold");
            assertThat(database.queryForString("INSERT INTO sales.orders (at) VALUES ('2026-02-02') RETURNING id")).isEqualTo("101");
            assertThat(database.queryForString("SELECT count(*) FROM sales.few")).isEqualTo("11");
            database.execute("SELECT partition_tools.move_partitions('sales.orders', NULL, '4 months', 'cold', p_as_of := '2026-07-01 00:00+00')");

            database.execute("SELECT partition_tools.revert(" + database.queryForString(LATEST) + ")");

            assertThat(dump(database)).containsExactlyElementsOf(before);
            assertThat(database.queryForString("INSERT INTO sales.orders (at) VALUES ('2026-02-02') RETURNING id")).isEqualTo("102");
            assertThat(database.queryForString("SELECT count(*) FROM sales.few")).isEqualTo("12");
            refused(database, "PP085", "it has foreign key items_order_id_fkey", "partition_table('sales.items', 'at', '1 year')");
            database.execute("ALTER TABLE sales.items DROP CONSTRAINT items_order_id_fkey", "SELECT partition_tools.partition_table('sales.items', 'at', '1 year')", "SELECT partition_tools.unpartition('sales.items', 'cold')");
            assertThat(database.queryForString("SELECT spcname FROM pg_class AS c JOIN pg_tablespace AS t ON t.oid = c.reltablespace WHERE c.oid = 'sales.items'::regclass")).isEqualTo("cold");
        }
    }

    @Test
    void writersWaitAndFindTheNewTableAndReadersGoOn(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); Connection job = database.connect(); Statement execute = job.createStatement(); Connection writer = database.connect();
                PreparedStatement write = writer.prepareStatement("INSERT INTO sales.orders VALUES (?, date '2026-02-02', 1, 1, 'prepared')")) {
            Orders.createPlain(database, Layout.HEAP_BY_KEY, ROWS);
            // The plan is cached.
            for (int i = 0; i < 10; i++) {
                write.setInt(1, 2000000 + i);
                write.execute();
            }
            job.setAutoCommit(false);
            execute.execute(CONVERT);
            write.setInt(1, 2000010);
            CompletableFuture<Void> writing = Background.run(write::execute);
            Await.until("the writer waits", () -> database.queryForString("SELECT count(DISTINCT pid) FROM pg_locks"
                    + " WHERE NOT granted AND mode = 'RowExclusiveLock' AND gp_segment_id = -1").equals("1"));

            job.commit();
            Throwable refused = writing.handle((nothing, error) -> error).join();
            if (refused != null) {
                assertThat(refused).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(GONE));
                // The same prepared statement.
                write.execute();
            }

            assertThat(database.queryForString("SELECT tableoid::regclass FROM sales.orders WHERE id = 2000010")).isEqualTo("sales.orders_1_prt_orders_2026_02");
            assertThat(database.queryForString("SELECT count(*) FROM sales.orders")).isEqualTo(String.valueOf(ROWS + 11));
            Waits waits = Waits.during(database, List.of("SELECT partition_tools.revert(" + database.queryForString(LATEST) + ")"), GONE);
            // Who waits for the table at its switch may have looked it up under the name that goes: doc/convert.md.
            assertThat(waits.reads()).as(waits.toString()).isGreaterThan(1);
        }
    }

    @Test
    void aSessionThatIsKilledLeavesThePlainTable(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders orders = Orders.createPlain(database, Layout.COLUMN_ZSTD_RANDOM, 10 * ROWS);
            try (Connection connection = database.connect(); Statement session = connection.createStatement()) {
                int pid = connection.unwrap(PGConnection.class).getBackendPID();
                CompletableFuture<Void> job = Background.run(() -> session.execute(CONVERT));
                Await.until("the copy", () -> job.isDone() || !database.queryForStrings("SELECT 1 FROM pg_locks WHERE granted"
                        + " AND mode = 'ShareRowExclusiveLock' AND relation = 'sales.orders'::regclass AND gp_segment_id = -1").isEmpty());
                database.query("SELECT pg_terminate_backend(" + pid + ")");
                assertThatThrownBy(job::join).hasCauseInstanceOf(SQLException.class);
            }
            assertThat(database.queryForString(IS_PARTITIONED)).isEqualTo("0");
            Await.until("the locks", () -> orders.leftovers().isEmpty());
            assertThat(orders.differences()).isZero();
            database.execute(CONVERT);
            assertThat(orders.differences()).isZero();
            assertThat(orders.leftovers()).isEmpty();
        }
    }

    @Test
    void whatCannotBeDoneIsRefusedWithAllReasons(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders.createPlain(database, Layout.HEAP_BY_KEY, 100);
            database.execute("CREATE RULE no AS ON DELETE TO sales.orders DO NOTHING", "CREATE UNIQUE INDEX u ON sales.orders (id, customer)",
                    "CREATE TABLE sales.items (order_id bigint REFERENCES sales.orders)", "CREATE FUNCTION sales.f(sales.orders) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                    "CREATE TABLE sales.everywhere (id int, at date) DISTRIBUTED REPLICATED", "CREATE TABLE sales.nothing (id int PRIMARY KEY, at date) DISTRIBUTED BY (id)",
                    "INSERT INTO sales.nothing VALUES (1, NULL)");
            assertThatThrownBy(() -> database.execute(CONVERT)).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP022"))
                    .hasMessageContainingAll("4 finding(s)", "rule no", "unique index u does not have the partition column at", "items_order_id_fkey", "sales.f(sales.orders)");
            refused(database, "PP085", "on every segment", "partition_table('sales.everywhere', 'at', '1 month')");
            refused(database, "PP001", "p_mode must be copy", "partition_table('sales.nothing', 'at', '1 month', p_mode := 'adopt')");
            refused(database, "PP001", "has no column", "partition_table('sales.nothing', 'nope', '1 month')");
            refused(database, "PP014", "no calendar can be laid", "partition_table('sales.orders', 'note', '1 month')");
            refused(database, "PP023", "there is no tablespace nowhere", "partition_table('sales.nothing', 'at', '1 month', p_tablespace := 'nowhere')");
            refused(database, "PP087", "has no value in at", "partition_table('sales.nothing', 'at', '1 month')");
            refused(database, "PP010", "is not a partitioned table", "unpartition('sales.nothing')");
            refused(database, "PP051", "there is no job 999", "revert(999)");
            database.execute("DELETE FROM sales.nothing", "INSERT INTO sales.nothing VALUES (1, '2026-01-01')", "SELECT partition_tools.partition_table('sales.nothing', 'at', '1 year')");
            String job = database.queryForString(LATEST);
            refused(database, "PP085", "It is partitioned already", "partition_table('sales.nothing', 'at', '1 month')");
            refused(database, "PP088", "has no plain table that is kept", "finish(" + job + ")");
            database.execute("INSERT INTO sales.nothing VALUES (1, '2026-01-02')");
            refused(database, "PP088", "not unique by nothing_pkey", "revert(" + job + ")");
            database.execute("DELETE FROM sales.nothing WHERE at = '2026-01-02'", "SELECT partition_tools.revert(" + job + ")");
            refused(database, "PP088", "is plain again", "revert(" + job + ")");
        }
    }

    @Test
    void aPolicyAndTheCommandLine(TestDatabase shared, @TempDir Path folder) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders orders = Orders.createPlain(database, Layout.ROW_ZLIB_BY_KEY, ROWS);
            Path policy = Files.writeString(folder.resolve("orders.yaml"), """
                    kind: partitioning
                    api: v1
                    start_date: "2026-01-15"
                    connection_id: warehouse
                    engine: greenplum
                    schema: sales
                    tables:
                      - table: orders
                        partition_by: at
                        operations:
                          - {operation: create_partitions, granularity: 1 month, lower_bound: 6 months, upper_bound: 0 months}
                          - {operation: move_partitions, table_space: warm, lower_bound: 6 months, upper_bound: 4 months}
                    """);
            assertThat(invoke(database, "plan", policy.toString()).out()).contains("convert orders", "locked copy", "the plain table is dropped at once", "writers wait during the copy");
            assertThat(invoke(database, "check", policy.toString()).out()).contains("is a plain table, to be partitioned by at");

            Invocation run = invoke(database, "run", policy.toString(), "--format", "json");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.json().get(0).get("completed").asInt()).isEqualTo(1 + 2);
            assertThat(invoke(database, "plan", policy.toString()).out()).contains("nothing to do");
            assertThat(orders.differences()).isZero();
            Invocation revert = Invocation.of("revert", "sales.orders", "--url", database.url());
            assertThat(revert.exitCode()).as(revert.err()).isZero();
            Invocation convert = invoke(database, "convert", "sales.orders", "--by", "at", "--granularity", "3 months");
            assertThat(convert.exitCode()).as(convert.err()).isZero();
            assertThat(convert.err()).contains("has converted sales.orders");
            assertThat(Invocation.of("finish", "sales.orders", "--url", database.url()).err()).contains("PP088");
            assertThat(orders.differences()).isZero();
            assertThat(orders.leftovers()).isEmpty();
        }
    }

    private static Invocation invoke(TestDatabase database, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 4);
        System.arraycopy(new String[] {"--url", database.url(), "--as-of", "2026-07-01"}, 0, all, arguments.length, 4);
        return Invocation.of(all);
    }

    private static void refused(TestDatabase database, String sqlstate, String message, String call) {
        assertThatThrownBy(() -> database.execute("SELECT partition_tools." + call)).as(call)
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlstate)).hasMessageContaining(message);
    }

    private static TestDatabase asOwner(TestDatabase superuser) throws SQLException {
        for (String role : List.of(OWNER + " LOGIN", "convert_reader")) {
            if (superuser.queryForStrings("SELECT rolname FROM pg_roles WHERE rolname = ?", role.split(" ")[0]).isEmpty()) {
                superuser.execute("CREATE ROLE " + role);
            }
        }
        superuser.execute("ALTER DATABASE " + superuser.name() + " OWNER TO " + OWNER, "GRANT CREATE ON TABLESPACE warm, cold TO " + OWNER);
        TestDatabase owner = superuser.as(OWNER);
        Invocation deploy = Invocation.of("deploy", "--url", owner.url());
        assertThat(deploy.exitCode()).as(deploy.err()).isZero();
        return owner;
    }

    private static void properties(TestDatabase database) throws SQLException {
        database.execute("CREATE SCHEMA sales",
                "CREATE TABLE sales.orders (gone int, id serial, at date, note text DEFAULT 'none', customer int, CONSTRAINT positive CHECK (id > 0), PRIMARY KEY (id))"
                        + " TABLESPACE warm DISTRIBUTED BY (id)",
                "ALTER TABLE sales.orders DROP COLUMN gone",
                "SET default_tablespace = 'warm'; CREATE INDEX orders_note ON sales.orders (note) WITH (fillfactor = 70); CREATE INDEX orders_upper ON sales.orders (upper(note)) TABLESPACE cold",
                "CREATE TABLE sales.items (order_id int REFERENCES sales.orders, at date) DISTRIBUTED RANDOMLY",
                "CREATE VIEW sales.recent AS SELECT * FROM sales.orders WHERE at < '2026-02-10'", "CREATE VIEW sales.few AS SELECT * FROM sales.recent WHERE at > '2026-01-30'",
                "COMMENT ON VIEW sales.recent IS 'of late'", "GRANT SELECT ON sales.recent TO convert_reader",
                "COMMENT ON TABLE sales.orders IS 'what was ordered'", "COMMENT ON COLUMN sales.orders.note IS 'what was noted'", "COMMENT ON INDEX sales.orders_note IS 'of notes'",
                "COMMENT ON CONSTRAINT positive ON sales.orders IS 'above zero'", "COMMENT ON CONSTRAINT orders_pkey ON sales.orders IS 'the key'",
                "GRANT SELECT ON sales.orders TO convert_reader", "GRANT UPDATE (note) ON sales.orders TO PUBLIC",
                "ALTER TABLE sales.orders ALTER COLUMN note SET STATISTICS 77", "ALTER TABLE sales.orders ALTER COLUMN note SET STORAGE EXTERNAL",
                "INSERT INTO sales.orders (at) SELECT date '2025-12-31' + g FROM generate_series(1, 100) AS g");
    }

    /** Everything the catalogue says of the table, but for oids. */
    private static List<String> dump(TestDatabase database) throws SQLException {
        return database.queryForStrings("""
                SELECT line FROM (
                    SELECT concat_ws(' ', 'table', pg_get_userbyid(relowner), relacl, relstorage, (SELECT spcname FROM pg_tablespace AS t WHERE t.oid = reltablespace),
                                     pg_get_table_distributedby(oid), obj_description(oid, 'pg_class')) AS line FROM pg_class WHERE oid = 'sales.orders'::regclass
                    UNION ALL
                    SELECT concat_ws(' ', 'column', attname, format_type(atttypid, atttypmod), attnotnull, attstattarget, attstorage, attacl, pg_get_expr(d.adbin, d.adrelid), col_description(attrelid, attnum))
                      FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = attrelid AND d.adnum = attnum WHERE attrelid = 'sales.orders'::regclass AND attnum > 0 AND NOT attisdropped
                    UNION ALL
                    SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), (SELECT spcname FROM pg_tablespace AS t JOIN pg_class AS c ON c.reltablespace = t.oid WHERE c.oid = indexrelid),
                                     obj_description(indexrelid, 'pg_class')) FROM pg_index WHERE indrelid = 'sales.orders'::regclass
                    UNION ALL
                    SELECT concat_ws(' ', 'constraint', conname, pg_get_constraintdef(oid), obj_description(oid, 'pg_constraint')) FROM pg_constraint
                     WHERE 'sales.orders'::regclass IN (conrelid, confrelid)
                    UNION ALL
                    SELECT concat_ws(' ', 'view', oid, pg_get_viewdef(oid), relacl, obj_description(oid, 'pg_class')) FROM pg_class WHERE oid IN ('sales.recent'::regclass, 'sales.few'::regclass)
                    UNION ALL
                    SELECT concat_ws(' ', 'sequence', pg_get_serial_sequence('sales.orders', 'id'))) AS dump
                 ORDER BY line
                """);
    }

    private static String storage(TestDatabase database) throws SQLException {
        return database.queryForString("""
                SELECT concat_ws(' ', relstorage, array_to_string(ARRAY(SELECT o FROM unnest(coalesce(reloptions, '{}')) AS o WHERE o <> 'appendonly=false' ORDER BY o), ','),
                                 pg_get_table_distributedby(oid)) FROM pg_class WHERE oid = 'sales.orders'::regclass
                """);
    }
}
