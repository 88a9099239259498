package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.Subscriber;
import org.partitiontools.testing.TestDatabase;

/** A subscriber, which knows a plain table, notices nothing of its conversion at the publisher, nor of the way back. */
@PartitionToolsDatabase
class ConvertReplicationIT {

    private static final int ROWS = 3_000;
    private static final String SUM = "SELECT format('%s %s', count(*), md5(string_agg(t::text, ',' ORDER BY t::text))) FROM truth AS t";

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"copy", "adopt"})
    void theSubscriberHasEveryRow(String mode, TestDatabase any) throws Exception {
        String convert = ConvertIT.CONVERT.replace("p_as_of", "p_mode => '" + mode + "', p_as_of");
        try (TestDatabase one = any.fresh(); TestDatabase two = any.server().createEmptyDatabase()) {
            Orders orders = Orders.createPlain(one, Shape.ID, ROWS);
            Orders copy = Orders.createPlain(two, Shape.ID, 0);
            two.execute("DELETE FROM customers");
            one.execute("CREATE PUBLICATION p FOR TABLE orders, truth WITH (publish_via_partition_root = true)");
            try (Subscriber subscriber = Subscriber.create(one, two, "p"); JobSession session = JobSession.open(one)) {
                Load load = Load.start(orders, true);
                try (load) {
                    session.execute(convert);
                    serve(load, subscriber);
                    session.execute("CALL partition_tools.revert(" + ConvertIT.conversion(one) + ")");
                    serve(load, subscriber);
                    session.execute(convert);
                    serve(load, subscriber);
                    session.execute("CALL partition_tools.finish(" + ConvertIT.conversion(one) + ")");
                    serve(load, subscriber);
                }
                assertThat(load.errors()).as("errors of the application: %s", load).isEmpty();
                subscriber.catchUp();
                assertThat(orders.differences()).as("rows in one table only, at the publisher").isZero();
                assertThat(copy.differences()).as("rows in one table only, at the subscriber").isZero();
                assertThat(two.queryForString(SUM)).as("all rows").isEqualTo(one.queryForString(SUM));
                assertThat(subscriber.tables()).containsExactly("orders", "truth");
                assertThat(Leftovers.in(one)).isEmpty();
            }
        }
    }

    private static void serve(Load load, Subscriber subscriber) throws Exception {
        long comparisons = load.comparisons();
        Await.until("comparisons", () -> load.comparisons() > comparisons + 1 || !load.errors().isEmpty());
        subscriber.catchUp();
    }
}
