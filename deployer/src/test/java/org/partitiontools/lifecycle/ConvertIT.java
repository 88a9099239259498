package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/**
 * A plain table becomes a partitioned one, is the plain one again, and becomes partitioned for good, while sessions write to it:
 * no row lost, doubled or invisible, and no error.
 */
@PartitionToolsDatabase(owner = true)
class ConvertIT {

    static final String CONVERT = "CALL partition_tools.partition_table('orders', 'at', '1 month', '6 months', '0 days', p_as_of => '" + Orders.AS_OF + "')";

    @ParameterizedTest(name = "{0}")
    @EnumSource(Shape.class)
    void theTableEqualsTheTruth(Shape shape, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); JobSession session = JobSession.open(database)) {
            Orders orders = Orders.createPlain(database, shape, Orders.ROWS);
            Load load = Load.start(orders, true);
            try (load) {
                session.execute(CONVERT);
                assertThat(kind(database)).isEqualTo("p");
                load.serve();
                session.execute("CALL partition_tools.revert(" + conversion(database) + ")");
                assertThat(kind(database)).isEqualTo("r");
                load.serve();
                session.execute(CONVERT);
                load.serve();
                session.execute("CALL partition_tools.finish(" + conversion(database) + ")");
                load.serve();
            }
            assertThat(load.errors()).as("errors of the application: %s", load).isEmpty();
            assertThat(orders.differences()).as("rows in one table only").isZero();
            assertThat(orders.differencesByIndex()).as("rows the indexes lack").isZero();
            assertThat(orders.misplaced()).as("rows in the wrong partition").isEmpty();
            assertThat(orders.partitions()).hasSize(7);
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }

    /** It asks nothing of what others delete, and comes back with its foreign keys. */
    @Test
    void thePlainTableThatIsKeptHasNoForeignKeys(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders.createPlain(database, Shape.ID, 1_000);
            String keys = "SELECT concat_ws(' ', conname, pg_get_constraintdef(oid), convalidated) FROM pg_constraint WHERE conrelid = 'orders'::regclass AND contype = 'f'";
            List<String> before = database.queryForStrings(keys);
            database.execute(CONVERT, "WITH gone AS (DELETE FROM orders WHERE customer = 5) DELETE FROM customers WHERE id = 5");
            database.execute("CALL partition_tools.revert(" + conversion(database) + ")");
            assertThat(database.queryForString("SELECT count(*) FROM orders")).isEqualTo("990");
            assertThat(database.queryForStrings(keys)).isNotEmpty().isEqualTo(before);
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }

    private static String kind(TestDatabase database) throws SQLException {
        return database.queryForString("SELECT relkind FROM pg_class WHERE oid = 'orders'::regclass");
    }

    /** The job of the latest conversion. */
    static long conversion(TestDatabase database) throws SQLException {
        return Long.parseLong(database.queryForString("SELECT max(job_id) FROM partition_tools.jobs WHERE action = 'convert'"));
    }
}
