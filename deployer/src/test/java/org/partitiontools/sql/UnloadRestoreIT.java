package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.lifecycle.Await;
import org.partitiontools.lifecycle.Background;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Archives come back: as what they were, or not at all. */
@PartitionToolsDatabase(each = true)
class UnloadRestoreIT {

    private static final String JANUARY = "truth WHERE at < '2026-02-01 00:00+00'";

    /** The definition of an archive as it was before it was a list of properties. */
    private static final String FORMER_DEFINITION = """
            UPDATE partition_tools_internal.archive AS a SET definition = (
                SELECT json_build_object('schema', a.definition -> 'schema', 'name', a.definition -> 'name', 'columns', a.definition -> 'columns', 'ddl', a.definition -> 'ddl',
                           'tablespace', min(p.details ->> 'tablespace') FILTER (WHERE p.kind = 'place'), 'options', json_agg(p.definition) FILTER (WHERE p.kind = 'storage'),
                           'owner', min(p.definition) FILTER (WHERE p.kind = 'owner'), 'comment', min(p.definition) FILTER (WHERE p.kind = 'comment' AND p.name = 'TABLE'),
                           'privileges', json_agg(json_build_object('grantee', p.details -> 'grantee', 'privilege', p.details -> 'privilege', 'grantable', p.details -> 'grantable',
                                                                    'column', p.details -> 'column')) FILTER (WHERE p.kind = 'grant'),
                           'indexes', json_agg(json_build_object('name', p.name, 'unique', p.kind = 'unique index',
                                          'constraint', CASE WHEN p.details ->> 'constraint' = 'true' THEN p.definition END,
                                          'definition', regexp_replace(p.definition, '^UNIQUE ', '')))
                                      FILTER (WHERE p.kind IN ('index', 'unique index') AND NOT p.details::jsonb ? 'of'))
                  FROM json_populate_recordset(NULL::partition_tools_internal.leaf_property, a.definition -> 'properties') AS p)
            """;

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
    void aPartitionComesBackAsItWas() throws Exception {
        comesBackAsItWas(false);
    }

    /** Earlier versions kept properties in another form. */
    @Test
    void anArchiveOfAnEarlierVersionComesBackAsItWas() throws Exception {
        comesBackAsItWas(true);
    }

    private void comesBackAsItWas(boolean ofAnEarlierVersion) throws Exception {
        database.execute("DO $$ BEGIN CREATE ROLE archive_owner; CREATE ROLE archive_reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "GRANT CREATE, USAGE ON SCHEMA sales TO archive_owner",
                "CREATE INDEX ON sales.orders (note)", "CREATE UNIQUE INDEX \"Own \"\"one\"\"\" ON sales.orders_2026_01 USING btree (id DESC) INCLUDE (note) WHERE amount >= 0",
                "ALTER TABLE sales.orders_2026_01 ADD CONSTRAINT only_here UNIQUE (id, note)",
                "ALTER TABLE sales.orders_2026_01 SET (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = false)",
                "COMMENT ON TABLE sales.orders_2026_01 IS 'January''s'", "ALTER TABLE sales.orders_2026_01 OWNER TO archive_owner",
                "GRANT SELECT ON sales.orders TO PUBLIC", "GRANT SELECT, UPDATE (note) ON sales.orders_2026_01 TO archive_reader WITH GRANT OPTION");
        orders.table().move("6 months", "4 months", "warm");
        List<String> before = LeafDump.of(database, "sales.orders_2026_01");
        archives.unload(orders.job());
        if (ofAnEarlierVersion) {
            database.execute(FORMER_DEFINITION);
        }
        long job = archives.restoreJob(Archived.JANUARY, null);
        assertThat(archives.restoreJob(Archived.JANUARY, null)).as("asked for again").isEqualTo(job);
        archives.restore(job);

        assertThat(LeafDump.difference(before, LeafDump.of(database, "sales.orders_2026_01"))).isEmpty();
        assertThat(orders.differences()).isZero();
        // Two of its indexes are not its table's.
        assertThat(orders.leftovers()).filteredOn(line -> !line.startsWith("index without parent")).isEmpty();
        assertThat(database.queryForString("SELECT restored_at IS NOT NULL FROM partition_tools.archives")).isEqualTo("true");
        // The identity of the table goes on where it was.
        database.execute("INSERT INTO sales.orders (at, amount) VALUES ('2026-01-31 12:30+00', 5)");
        assertThat(database.queryForString("SELECT gross FROM sales.orders_2026_01 WHERE amount = 5")).isEqualTo("6.000");
    }

    @Test
    void aRestoredPartitionIsUnloadedAgainByItsPolicy() throws Exception {
        archives.unload(orders.job());
        archives.restore(archives.restoreJob(Archived.JANUARY, null));
        archives.unload(orders.job());
        assertThat(orders.archives()).containsExactly(Archived.JANUARY, Archived.JANUARY);
        assertThat(orders.differencesWithoutJanuary()).isZero();
        archives.restore(archives.restoreJob(Archived.JANUARY, null));
        assertThat(orders.differences()).isZero();
    }

    @Test
    void asATableOfItsOwn() throws Exception {
        archives.unload(orders.job());
        archives.restore(archives.restoreJob(Archived.JANUARY, "public.\"Old orders\""));

        assertThat(database.queryForStrings("SELECT attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END"
                + " FROM pg_attribute WHERE attrelid = '\"Old orders\"'::regclass AND attnum > 0 ORDER BY attnum"))
                .containsExactly("id bigint not null", "at timestamp with time zone not null", "note text", "amount numeric(12,2)");
        assertThat(database.queryForString("SELECT count(*) FROM \"Old orders\"")).isEqualTo("744");
        assertThat(orders.leftovers()).isEmpty();
        for (String taken : List.of("public.\"Old orders\"", "nowhere.t", "t", "a.b.c", "\"")) {
            SqlErrors.raised("PP001", () -> archives.restoreJob(Archived.JANUARY, taken));
        }
        assertThat(database.queryForString("SELECT count(*) FROM partition_tools.jobs WHERE action = 'restore'")).isEqualTo("1");
    }

    @Test
    void twoTablesAtOnce() throws Exception {
        archives.unload(orders.job());
        long first = archives.restoreJob(Archived.JANUARY, "public.a");
        long second = archives.restoreJob(Archived.JANUARY, "public.b");
        try (Archives.Session one = archives.session(); Archives.Session two = archives.session()) {
            one.begin(first);
            two.begin(second);
            one.load(first);
            two.load(second);
            two.done(second, "{}");
            one.done(first, "{}");
        }
        assertThat(database.queryForString("SELECT count(*) FROM a, b WHERE a.id = b.id")).isEqualTo("744");
    }

    @Test
    void anUnknownArchive() {
        SqlErrors.raised("PP075", () -> database.query("SELECT partition_tools.restore(4711)"));
    }

    @Test
    void theTableIsGone() throws Exception {
        archives.unload(orders.job());
        database.execute("DROP TABLE sales.orders");
        assertThat(SqlErrors.raised("PP073", () -> archives.restoreJob(Archived.JANUARY, null)).getHint()).contains("p_as_table");
        archives.restore(archives.restoreJob(Archived.JANUARY, "sales.orders"));
        assertThat(orders.differences("(SELECT *, amount * 1.2 AS gross FROM sales.orders) AS r", JANUARY)).isZero();
    }

    @Test
    void theTableIsDroppedMeanwhile() throws Exception {
        archives.unload(orders.job());
        long job = archives.restoreJob(Archived.JANUARY, null);
        database.execute("DROP TABLE sales.orders");
        SqlErrors.raised("PP073", () -> archives.restore(job));
        database.execute("CALL partition_tools.cancel(" + job + ")");
        assertThat(orders.leftovers()).isEmpty();
    }

    @Test
    void itsRangeIsTaken() throws Exception {
        archives.unload(orders.job());
        long job = archives.restoreJob(Archived.JANUARY, null);
        database.execute("CREATE TABLE sales.other PARTITION OF sales.orders FOR VALUES FROM ('2026-01-10') TO ('2026-01-11')");
        assertThat(SqlErrors.raised("PP073", () -> archives.restore(job)).getMessage()).contains("sales.other");
        assertThat(orders.leftovers()).isEmpty();
        database.execute("DROP TABLE sales.other");
        archives.restore(job);
        assertThat(orders.differences()).isZero();
    }

    @Test
    void itsRangeIsTakenWhileItIsLoaded() throws Exception {
        archives.unload(orders.job());
        long job = archives.restoreJob(Archived.JANUARY, null);
        try (Archives.Session session = archives.session()) {
            session.begin(job);
            session.load(job);
            database.execute("CREATE TABLE sales.other PARTITION OF sales.orders FOR VALUES FROM ('2026-01-10') TO ('2026-01-11')");
            SqlErrors.raised("PP041", () -> session.done(job, "{}"));
        }
        database.execute("DROP TABLE sales.other");
        archives.restore(job);
        assertThat(orders.differences()).isZero();
        assertThat(orders.leftovers()).isEmpty();
    }

    @Test
    void theDefaultPartitionHoldsRowsOfIt() throws Exception {
        archives.unload(orders.job());
        database.execute("INSERT INTO sales.orders (id, at, amount) VALUES (1, '2026-01-15 00:00+00', 1)");
        long job = archives.restoreJob(Archived.JANUARY, null);
        SqlErrors.raised("PP073", () -> archives.restore(job));
        assertThat(orders.leftovers()).isEmpty();
        database.execute("DELETE FROM sales.orders_default");
        archives.restore(job);
        assertThat(orders.differences()).isZero();
    }

    /** The download has been in vain; nothing is doubled, and the row stays where it is. */
    @Test
    void aRowComesIntoTheDefaultPartitionMeanwhile() throws Exception {
        archives.unload(orders.job());
        long job = archives.restoreJob(Archived.JANUARY, null);
        try (Archives.Session session = archives.session()) {
            session.begin(job);
            session.load(job);
            database.execute("INSERT INTO sales.orders (id, at, amount) VALUES (1, '2026-01-15 00:00+00', 1)");
            SqlErrors.raised("PP073", () -> session.done(job, "{}"));
        }
        assertThat(database.queryForString("SELECT count(*) FROM sales.orders WHERE at < '2026-02-01 00:00+00'")).isEqualTo("1");
        // Nothing refuses rows meanwhile.
        database.execute("INSERT INTO sales.orders (id, at, amount) VALUES (2, '2026-01-15 00:00+00', 1)", "DELETE FROM sales.orders_default",
                "CALL partition_tools.start(" + job + ")");
        assertThat(orders.differences()).isZero();
        assertThat(orders.leftovers()).isEmpty();
    }

    /** It is read before, under a lock that blocks nobody; the swap reads neither it nor the archive. */
    @Test
    void aLargeDefaultPartitionIsNotReadAtTheSwap() throws Exception {
        database.execute("INSERT INTO sales.orders (at, note, amount) SELECT timestamptz '2030-01-01' + g * interval '1 minute', repeat('x', 200), 1 FROM generate_series(1, 60000) AS g");
        archives.unload(orders.job());
        long job = archives.restoreJob(Archived.JANUARY, null);
        try (Archives.Session session = archives.session()) {
            session.execute("SET client_min_messages = debug1");
            session.begin(job);
            session.load(job);
            session.done(job, "{}");
            assertThat(session.messages()).anyMatch(m -> m.contains("validate default"))
                    .contains("partition constraint for table \"orders_2026_01\" is implied by existing constraints")
                    .contains("updated partition constraint for default partition \"orders_default\" is implied by existing constraints");
        }
        assertThat(database.queryForString("SELECT count(*) FROM sales.orders WHERE at < '2026-02-01 00:00+00'")).isEqualTo("744");
    }

    @Test
    void columnsThatHaveComeSince() throws Exception {
        archives.unload(orders.job());
        database.execute("ALTER TABLE sales.orders ADD COLUMN source text NOT NULL DEFAULT 'shop', ADD COLUMN more int");
        archives.restore(archives.restoreJob(Archived.JANUARY, null));
        assertThat(orders.differences()).isZero();
        assertThat(database.queryForString("SELECT count(*) FROM sales.orders_2026_01 WHERE source = 'shop' AND more IS NULL")).isEqualTo("744");
    }

    @Test
    void columnsThatAreGone() throws Exception {
        archives.unload(orders.job());
        database.execute("ALTER TABLE sales.orders DROP COLUMN note");
        long job = archives.restoreJob(Archived.JANUARY, null);
        assertThat(SqlErrors.raised("PP073", () -> archives.restore(job)).getMessage()).contains("note");
        archives.restore(archives.restoreJob(Archived.JANUARY, "sales.january"));
        assertThat(orders.differences("(SELECT *, amount * 1.2 AS gross FROM sales.january) AS r", JANUARY)).isZero();
    }

    @Test
    void otherRowsThanWereArchived() throws Exception {
        archives.unload(orders.job());
        long job = archives.restoreJob(Archived.JANUARY, null);
        try (Archives.Session session = archives.session()) {
            session.begin(job);
            SqlErrors.raised("PP072", () -> session.load(job, 1));
            // The load is rolled back with its record.
            SqlErrors.raised("PP072", () -> session.done(job, "{}"));
        }
        assertThat(orders.state(job)).isEqualTo("failed");
        archives.restore(job);
        assertThat(orders.differences()).isZero();
        assertThat(orders.leftovers()).isEmpty();
    }

    @Test
    void whatItRefersToIsGone() throws Exception {
        database.execute("CREATE TABLE sales.amounts AS SELECT DISTINCT amount FROM truth", "ALTER TABLE sales.amounts ADD PRIMARY KEY (amount)",
                "ALTER TABLE sales.orders ADD FOREIGN KEY (amount) REFERENCES sales.amounts");
        archives.unload(orders.job());
        orders.change("DELETE FROM %s WHERE amount = 200");
        database.execute("DELETE FROM sales.amounts WHERE amount = 200");
        long job = archives.restoreJob(Archived.JANUARY, null);
        SqlErrors.raised("23503", () -> archives.restore(job));
        database.execute("INSERT INTO sales.amounts VALUES (200)", "CALL partition_tools.start(" + job + ")");
        assertThat(database.queryForString("SELECT count(*) FROM sales.orders_2026_01")).isEqualTo("744");
        assertThat(database.queryForString("SELECT count(*) FROM pg_constraint WHERE conrelid = 'sales.orders_2026_01'::regclass AND contype = 'f' AND convalidated")).isEqualTo("1");
        assertThat(orders.leftovers()).isEmpty();
    }

    @Test
    void withoutADefaultPartitionNobodyWaits() throws Exception {
        archives.unload(orders.job());
        database.execute("DROP TABLE sales.orders_default");
        long job = archives.restoreJob(Archived.JANUARY, null);
        try (Connection other = database.connect(); Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("INSERT INTO sales.orders (at, amount) VALUES ('2026-04-04 04:04+00', 4)");
            archives.restore(job);
            other.rollback();
        }
        assertThat(orders.differences()).isZero();
    }

    @Test
    void foreignKeysThatPointAtTheTable() throws Exception {
        archives.unload(orders.job());
        database.execute("CREATE TABLE sales.lines (id bigint, at timestamptz, FOREIGN KEY (id, at) REFERENCES sales.orders)",
                "INSERT INTO sales.lines SELECT id, at FROM sales.orders");
        archives.restore(archives.restoreJob(Archived.JANUARY, null));
        database.execute("INSERT INTO sales.lines SELECT id, at FROM sales.orders_2026_01");
        SqlErrors.raised("23503", () -> database.execute("DELETE FROM sales.orders_2026_01 WHERE id = 1"));
        assertThat(orders.differences()).isZero();
    }

    @Test
    void readersAndWritersGoOn() throws Exception {
        archives.unload(orders.job());
        long job = archives.restoreJob(Archived.JANUARY, null);
        try (Archives.Session session = archives.session(); Connection other = database.connect(); Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("INSERT INTO sales.orders (at, amount) VALUES ('2026-04-04 04:04+00', 4)");
            session.begin(job);
            session.load(job);
            CompletableFuture<Void> ending = Background.run(() -> session.done(job, "{}"));
            Await.lockWait(database, session.pid());
            other.commit();
            ending.join();
        }
        double locked = Double.parseDouble(database.queryForString("SELECT locked_ms FROM partition_tools.jobs WHERE job_id = ?", job));
        System.out.printf("restore: swap locked for %s ms%n", locked);
        assertThat(locked).isLessThan(500);
        assertThat(database.queryForString("SELECT count(*) FROM sales.orders WHERE at < '2026-02-01 00:00+00'")).isEqualTo("744");
    }
}
