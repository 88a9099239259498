package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** A plain table becomes a partition of a new table, without a copy, and the plain table again, and is cut in the end: while sessions write to it. */
@PartitionToolsDatabase(owner = true)
class AdoptIT {

    static final String ADOPT = "CALL partition_tools.partition_table('orders', 'at', '1 month', p_mode => 'adopt', p_as_of => '" + Orders.AS_OF + "')";
    private static final String CUT = "CALL partition_tools.create_partitions('orders', '1 month', '6 months', '-1 month', p_as_of => '" + Orders.AS_OF + "')";
    /** Ahead of the adopted partition, and where no partition is. */
    private static final String LATER = """
            WITH r AS (INSERT INTO truth SELECT nextval('later'), timestamptz '2026-08-20 00:00+00' + g * interval '2 hours', 1, g, 'later' FROM generate_series(1, 900) AS g RETURNING *)
            INSERT INTO orders SELECT * FROM r
            """;

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Shape.class, names = {"ID", "PRIMARY_KEY", "UNIQUE_INDEX"})
    void theTableEqualsTheTruth(Shape shape, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); JobSession session = JobSession.open(database)) {
            Orders orders = Orders.createPlain(database, shape, Orders.ROWS);
            database.execute("CREATE SEQUENCE later START 100000000000");
            Load load = Load.start(orders, true);
            try (load) {
                session.execute(ADOPT);
                assertThat(session.messages()).anyMatch(message -> message.contains("\"orders_adopted\" is implied by existing constraints"));
                database.execute(LATER);
                load.serve();
                session.execute("CALL partition_tools.revert(" + ConvertIT.conversion(database) + ")");
                assertThat(database.queryForString("SELECT relkind FROM pg_class WHERE oid = 'orders'::regclass")).isEqualTo("r");
                load.serve();
                session.execute(ADOPT);
                database.execute(LATER);
                load.serve();
                session.execute("CALL partition_tools.finish(" + ConvertIT.conversion(database) + ")");
                session.execute(CUT);
                load.serve();
            }
            assertThat(load.errors()).as("errors of the application: %s", load).isEmpty();
            assertThat(orders.differences()).as("rows in one table only").isZero();
            assertThat(orders.differencesByIndex()).as("rows the indexes lack").isZero();
            assertThat(orders.misplaced()).as("rows in the wrong partition").isEmpty();
            assertThat(orders.partitions()).extracting(line -> line.substring(line.indexOf(' ') + 1)).contains("orders_adopted", "orders_2026_01", "orders_2026_06", "orders_default");
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }

    /** No row is moved: the files are the same, before and after, and on the way back. */
    @Test
    void noRowIsMoved(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders.createPlain(database, Shape.ID, 1_000);
            String file = database.queryForString("SELECT pg_relation_filenode('orders')");
            database.execute(ADOPT);
            assertThat(database.queryForString("SELECT pg_relation_filenode('orders_adopted')")).isEqualTo(file);
            database.execute("CALL partition_tools.revert(" + ConvertIT.conversion(database) + ")");
            assertThat(database.queryForString("SELECT pg_relation_filenode('orders')")).isEqualTo(file);
        }
    }

    /** What no procedure can do, the caller does: the job says what, waits for it, and goes on. */
    @Test
    void anIndexOfALargeTableIsTheCallersToBuild(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            database.execute("CREATE TABLE large (id bigint PRIMARY KEY, at timestamptz NOT NULL, filler text)", "ALTER TABLE large ALTER filler SET STORAGE PLAIN",
                    "INSERT INTO large SELECT g, timestamptz '2026-01-01' + g * interval '1 hour', repeat('x', 3800) FROM generate_series(1, 9000) AS g");
            String call = "CALL partition_tools.partition_table('large', 'at', '1 year', p_mode => 'adopt', p_as_of => '2026-07-01')";
            assertThatThrownBy(() -> database.execute(call)).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP090"))
                    .hasMessageContaining("CREATE UNIQUE INDEX CONCURRENTLY partition_tools_j1_a1 ON public.large USING btree (id, at)");
            for (String statement : database.queryForStrings("SELECT s FROM partition_tools_internal.adopt_statements(1) AS s")) {
                database.execute(statement);
            }
            database.execute(call);
            assertThat(database.queryForString("SELECT pg_get_indexdef('large_pkey'::regclass)")).endsWith("(id, at)");
            // The primary key as it was has to be built again.
            assertThatThrownBy(() -> database.execute("CALL partition_tools.revert(1)")).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP090"));
            database.execute("SET partition_tools.build_keys = 'locked'", "CALL partition_tools.revert(1)");
            assertThat(database.queryForString("SELECT pg_get_indexdef('large_pkey'::regclass)")).endsWith("(id)");
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }

    /** A transaction with a snapshot from before the switch finds its rows after it, and what it writes counts. */
    @Test
    void anOlderSnapshotFindsItsRows(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders.createPlain(database, Shape.ID, 1_000);
            try (Connection old = Sessions.transaction(database, "REPEATABLE READ", "SELECT 1")) {
                database.execute("DELETE FROM orders WHERE id = 2", ADOPT, "DELETE FROM orders WHERE id = 4");
                assertThat(Sessions.value(old, "SELECT count(*) FROM orders WHERE id <= 10")).isEqualTo("10");
                assertThat(Sessions.value(old, "UPDATE orders SET note = 'late' WHERE id = 3 RETURNING id")).isEqualTo("3");
                old.commit();
            }
            assertThat(database.queryForStrings("SELECT id FROM orders WHERE note = 'late' OR id IN (2, 4)")).isEqualTo(List.of("3"));
        }
    }

    @Test
    void aKeyThatDoesNotHoldAnyMoreForbidsTheWayBack(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders.createPlain(database, Shape.ID, 1_000);
            database.execute(ADOPT, "INSERT INTO orders (id, at, customer, amount) VALUES (1, '2026-09-09', 1, 1)");
            String revert = "CALL partition_tools.revert(" + ConvertIT.conversion(database) + ")";
            assertThatThrownBy(() -> database.execute(revert)).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP088"));
            database.execute("DELETE FROM orders WHERE id = 1 AND amount = 1 AND at = '2026-09-09'", revert);
            assertThat(database.queryForString("SELECT count(*) FROM orders")).isEqualTo("1000");
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }

    @Test
    void moreRowsThanMayBeMovedUnderALockForbidTheWayBack(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders.createPlain(database, Shape.ID, 1_000);
            database.execute(ADOPT, "INSERT INTO orders (id, at, customer, amount) SELECT g, '2026-09-09', 1, 1 FROM generate_series(5001, 5003) AS g");
            String revert = "CALL partition_tools.revert(" + ConvertIT.conversion(database) + ")";
            assertThatThrownBy(() -> database.execute("SET partition_tools.revert_rows = '2'", revert)).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP088"));
            database.execute(revert);
            assertThat(database.queryForString("SELECT count(*) FROM orders")).isEqualTo("1003");
        }
    }

    /** Rows that have come ahead of the partition since the plan end the job, which takes its constraint along: nobody is refused. */
    @Test
    void rowsBeyondEndTheJobAndItsConstraint(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders.createPlain(database, Shape.ID, 1_000);
            String job = database.queryForString("SELECT partition_tools_internal.convert_job('orders', 'at', '1 month', NULL, NULL, NULL, 'adopt', '" + Orders.AS_OF + "')");
            Steps.until(database, Long.parseLong(job), "adopt_check");
            database.execute("INSERT INTO orders (id, at, customer, amount) VALUES (5001, '2027-01-01', 1, 1)");
            assertThatThrownBy(() -> database.execute("CALL partition_tools.start(" + job + ")")).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP087"));
            database.execute("INSERT INTO orders (id, at, customer, amount) VALUES (5002, '2028-01-01', 1, 1)", "CALL partition_tools.cancel(" + job + ")");
            assertThat(Leftovers.in(database)).isEmpty();
            database.execute(ADOPT);
            assertThat(database.queryForString("SELECT count(*) FROM orders")).isEqualTo("1002");
        }
    }

    /** A widened primary key makes the partition column NOT NULL; the way back gives it back as it was. */
    @Test
    void aColumnThatWasNullableIsNullableAgain(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, at timestamptz)", "INSERT INTO orders SELECT g, timestamptz '2026-06-01' + g * interval '1 hour' FROM generate_series(1, 100) AS g", ADOPT);
            assertThatThrownBy(() -> database.execute("INSERT INTO orders VALUES (1000, NULL)")).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23502"));
            database.execute("CALL partition_tools.revert(" + ConvertIT.conversion(database) + ")", "INSERT INTO orders VALUES (1000, NULL)");
            assertThat(database.queryForString("SELECT count(*) FROM orders")).isEqualTo("101");
        }
    }

    @Test
    void foreignKeysThatPointAtItAreDroppedOnRequestAndComeBack(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders.createPlain(database, Shape.ID, 1_000);
            database.execute("CREATE TABLE lines (item bigint CONSTRAINT of_order REFERENCES orders ON DELETE CASCADE)", "INSERT INTO lines VALUES (1)", "SET partition_tools.incoming_foreign_keys = 'drop'", ADOPT);
            assertThat(database.queryForStrings("SELECT conname FROM pg_constraint WHERE conname = 'of_order'")).isEmpty();
            database.execute("CALL partition_tools.revert(" + ConvertIT.conversion(database) + ")", "DELETE FROM orders WHERE id = 1");
            assertThat(database.queryForStrings("SELECT item FROM lines")).isEmpty();
            assertThat(Leftovers.in(database)).isEmpty();
            database.execute("DROP TABLE lines");
        }
    }
}
