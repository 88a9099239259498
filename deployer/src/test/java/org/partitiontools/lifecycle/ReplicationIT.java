package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.testing.Campaign;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.Subscriber;
import org.partitiontools.testing.TestDatabase;

/** What a real subscriber sees of a job, while sessions write to the table: its rows, and nothing else. */
@PartitionToolsDatabase
class ReplicationIT {

    private static final int ROWS = 3_000;
    private static final String VIA_ROOT = " WITH (publish_via_partition_root = true)";
    private static final String MARCH = "CALL partition_tools.repartition('orders', ARRAY['orders_p2026_03_01'::regclass, 'orders_p2026_03_16'],"
            + " ARRAY['2026-03-01 00:00+00', '2026-04-01 00:00+00'], ARRAY['orders_march'])";

    private TestDatabase publisher;
    private TestDatabase other;
    private Orders orders;

    /** What is done at a subscriber. */
    private interface Work {
        void on(Subscriber subscriber, JobSession session) throws Exception;
    }

    private void replicated(TestDatabase any, List<String> partitions, String publication, Work work) throws Exception {
        try (TestDatabase one = any.fresh(); TestDatabase two = any.server().createEmptyDatabase()) {
            publisher = one;
            other = two;
            orders = Orders.create(one, Shape.PRIMARY_KEY, ROWS, partitions);
            Orders copy = Orders.create(two, Shape.PRIMARY_KEY, 0, partitions);
            two.execute("DELETE FROM customers");
            one.execute("CREATE PUBLICATION p " + publication);
            try (Subscriber subscriber = Subscriber.create(one, two, "p"); JobSession session = JobSession.open(one)) {
                Load load = Load.start(orders, true);
                try (load) {
                    work.on(subscriber, session);
                    // The new partitions have to serve for a while, too.
                    long comparisons = load.comparisons();
                    Await.until("comparisons afterwards", () -> load.comparisons() > comparisons + 1);
                }
                assertThat(load.errors()).as("errors of the application: %s", load).isEmpty();
                subscriber.catchUp();
                assertThat(orders.differences()).as("rows in one table only, at the publisher").isZero();
                assertThat(copy.differences()).as("rows in one table only, at the subscriber").isZero();
                assertThat(copy.misplaced()).isEmpty();
                assertThat(two.queryForString(SUM)).as("all rows").isEqualTo(one.queryForString(SUM));
            }
        }
    }

    private static final String SUM = "SELECT format('%s %s', count(*), md5(string_agg(t::text, ',' ORDER BY t::text))) FROM truth AS t";

    @Campaign
    @ParameterizedTest
    @EnumSource(Operation.class)
    void aJobIsInvisibleWhereTheTableIsPublishedViaItsRoot(Operation operation, TestDatabase any) throws Exception {
        replicated(any, operation.partitions(), "FOR TABLE orders, truth" + VIA_ROOT,
                (subscriber, session) -> operation.execute(session, publisher));
    }

    @ParameterizedTest
    @EnumSource(value = Operation.class, names = {"DRAIN", "MERGE"})
    void aJobIsInvisibleWhereTheSchemaIsPublishedViaRoots(Operation operation, TestDatabase any) throws Exception {
        assumeSchemasCanBePublished(any);
        replicated(any, operation.partitions(), "FOR TABLES IN SCHEMA public" + VIA_ROOT,
                (subscriber, session) -> operation.execute(session, publisher));
    }

    /** The foreign key of the table matters: the old partition must leave no trace either. */
    @Test
    void aMoveIsInvisibleWherePartitionsArePublishedOneByOne(TestDatabase any) throws Exception {
        replicated(any, Operation.MOVE.partitions(), "FOR TABLE orders, truth",
                (subscriber, session) -> Operation.MOVE.execute(session, publisher));
    }

    @Test
    void aMoveIsInvisibleWherePartitionsAreNamed(TestDatabase any) throws Exception {
        String leaves = "orders_default, orders_p2026_01_01, orders_p2026_02_01, orders_p2026_03_01, orders_p2026_04_01, orders_p2026_05_01, orders_p2026_06_01";
        replicated(any, Operation.MOVE.partitions(), "FOR TABLE truth, " + leaves, (subscriber, session) -> {
            Operation.MOVE.execute(session, publisher);
            assertThat(subscriber.tables()).containsExactlyInAnyOrder((leaves + ", truth").split(", "));
        });
    }

    /** The procedure of doc/replication.md, under "One by one, without copying". */
    @Test
    void partitionsPublishedOneByOneAreReplacedAtTheSubscriberWithoutCopying(TestDatabase any) throws Exception {
        replicated(any, Operation.MERGE.partitions(), "FOR TABLE orders, truth", (subscriber, session) -> {
            other.execute("CREATE TABLE orders_march (LIKE orders INCLUDING ALL)");
            try (Connection holder = other.connect(); Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("LOCK TABLE orders_march IN SHARE MODE");

                session.execute("SET partition_tools.publications = 'accept'");
                session.execute(MARCH);
                subscriber.catchUp(subscriber.position(), "orders_march");
                other.execute("ALTER SUBSCRIPTION s REFRESH PUBLICATION WITH (copy_data = false)");

                String columns = "(id, at, customer, amount, note)";
                statement.execute("INSERT INTO orders_march " + columns + " SELECT id, at, customer, amount, note FROM orders_p2026_03_01"
                        + " UNION ALL SELECT id, at, customer, amount, note FROM orders_p2026_03_16");
                holder.commit();
            }
            // Customers are not published, and the key would look for theirs.
            other.execute("BEGIN; ALTER TABLE orders DROP CONSTRAINT orders_customer_fkey; DROP TABLE orders_p2026_03_01, orders_p2026_03_16;"
                    + " ALTER TABLE orders ATTACH PARTITION orders_march FOR VALUES FROM ('2026-03-01 00:00+00') TO ('2026-04-01 00:00+00'); COMMIT");
            assertThat(subscriber.tables()).contains("orders_march").doesNotContain("orders_p2026_03_01");
        });
    }

    /** The procedure of doc/replication.md, under "One by one, copied again". */
    @Campaign
    @Test
    void partitionsPublishedOneByOneAreCopiedAgainAtTheSubscriber(TestDatabase any) throws Exception {
        replicated(any, Operation.MERGE.partitions(), "FOR TABLE orders, truth", (subscriber, session) -> {
            session.execute("SET partition_tools.publications = 'accept'");
            session.execute(MARCH);
            Await.until("the subscriber stops at the new partition",
                    () -> logged("target relation \"public.orders_march\" does not exist"));
            other.execute("BEGIN; DROP TABLE orders_p2026_03_01, orders_p2026_03_16;"
                    + " CREATE TABLE orders_march PARTITION OF orders FOR VALUES FROM ('2026-03-01 00:00+00') TO ('2026-04-01 00:00+00'); COMMIT");
            other.execute("ALTER SUBSCRIPTION s REFRESH PUBLICATION");
        });
    }

    /** The procedure of doc/replication.md, under "Changing over". */
    @ParameterizedTest
    @EnumSource(value = Operation.class, names = {"DRAIN", "MERGE"})
    void aSubscriptionChangesOverToThePublicationViaTheRoot(Operation operation, TestDatabase any) throws Exception {
        replicated(any, operation.partitions(), "FOR TABLE orders, truth", (subscriber, session) -> {
            publisher.execute("CREATE PUBLICATION via_root FOR TABLE orders, truth" + VIA_ROOT);
            // What an open transaction has changed before does not know the publication.
            String now = publisher.queryForString("SELECT pg_current_xact_id()");
            Await.until("the end of older transactions", () -> publisher.queryForString(
                    "SELECT pg_snapshot_xmin(pg_current_snapshot()) > ?::text::xid8", now).equals("true"));
            subscriber.catchUp();
            subscriber.disable();
            other.execute("ALTER SUBSCRIPTION s SET PUBLICATION via_root WITH (refresh = false)");
            try (Connection holder = other.connect(); Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("LOCK TABLE ONLY orders IN SHARE MODE");
                other.execute("ALTER SUBSCRIPTION s ENABLE", "ALTER SUBSCRIPTION s REFRESH PUBLICATION WITH (copy_data = false)");
                holder.commit();
            }
            publisher.execute("DROP PUBLICATION p");
            assertThat(subscriber.tables()).containsExactly("orders", "truth");

            operation.execute(session, publisher);
        });
    }

    /** A publication of all tables: by way of one of tables by name, made while it replicates. */
    @Test
    void aSubscriptionChangesOverFromAllTables(TestDatabase any) throws Exception {
        try (TestDatabase one = any.server().createEmptyDatabase(); TestDatabase two = any.server().createEmptyDatabase()) {
            one.execute("CREATE TABLE plain (id int PRIMARY KEY)", "CREATE PUBLICATION everything FOR ALL TABLES");
            two.execute("CREATE TABLE plain (id int PRIMARY KEY)");
            try (Subscriber subscriber = Subscriber.create(one, two, "everything")) {
                one.execute("CREATE PUBLICATION by_name FOR TABLE plain" + VIA_ROOT);
                subscriber.catchUp();
                subscriber.disable();
                two.execute("ALTER SUBSCRIPTION s SET PUBLICATION by_name WITH (refresh = false)",
                        "ALTER SUBSCRIPTION s ENABLE", "ALTER SUBSCRIPTION s REFRESH PUBLICATION WITH (copy_data = false)");

                Deployer.forServer(one.database()).deploy();
                one.execute("INSERT INTO plain VALUES (1)");

                subscriber.catchUp();
                assertThat(two.queryForString("SELECT count(*) FROM plain")).isEqualTo("1");
            }
        }
    }

    /** Where all tables are published, those of the bundle are, too: a subscriber that has them, but does not subscribe to them, goes on. */
    @Test
    void aSubscriberToAllTablesGoesOnWhereTheBundleIsInstalledThereFirst(TestDatabase any) throws Exception {
        try (TestDatabase one = any.server().createEmptyDatabase(); TestDatabase two = any.server().createEmptyDatabase()) {
            String table = "CREATE TABLE t (d date PRIMARY KEY) PARTITION BY RANGE (d)";
            one.execute(table, "CREATE PUBLICATION everything FOR ALL TABLES" + VIA_ROOT);
            two.execute(table, "CREATE TABLE t_all PARTITION OF t DEFAULT");
            try (Subscriber subscriber = Subscriber.create(one, two, "everything")) {
                Deployer.forServer(two.database()).deploy();
                Deployer.forServer(one.database()).deploy();
                one.execute("CALL partition_tools.create_partitions('t', '1 month', '1 month', '-1 month', p_as_of => '2026-06-15 12:00+00')",
                        "INSERT INTO t VALUES ('2026-06-15')");

                subscriber.catchUp();
                assertThat(two.queryForString("SELECT count(*) FROM t")).isEqualTo("1");
                assertThat(two.queryForString("SELECT count(*) FROM partition_tools_internal.job")).isEqualTo("0");
            }
        }
    }

    /** PostgreSQL refuses to change rows of a published table that has no identity. */
    @Test
    void allTablesOfTheBundleHaveAnIdentity(TestDatabase database) throws SQLException {
        assertThat(database.queryForStrings("""
                SELECT c.oid::regclass FROM pg_class AS c
                 WHERE c.relnamespace::regnamespace::text LIKE 'partition_tools%' AND c.relkind = 'r' AND c.relpersistence = 'p' AND c.relreplident <> 'f'
                   AND NOT EXISTS (SELECT FROM pg_index AS x WHERE x.indrelid = c.oid AND x.indisprimary)""")).isEmpty();
    }

    private boolean logged(String text) {
        try {
            return publisher.server().log().contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assumeSchemasCanBePublished(TestDatabase database) throws SQLException {
        assumeThat(Integer.parseInt(database.queryForString("SELECT current_setting('server_version_num')"))).isGreaterThanOrEqualTo(150000);
    }
}
