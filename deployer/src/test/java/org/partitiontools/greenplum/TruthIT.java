package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** Whatever is done to the partitions, no session of an application sees a row lost, doubled or changed, or an error. */
@GreenplumDatabase
class TruthIT {

    private static final int ROWS = Integer.getInteger("lifecycle.rows", 20_000);

    static Stream<Arguments> everyTaskOnEveryLayout() {
        return Stream.of(Task.values()).flatMap(task -> Stream.of(Layout.values()).filter(task::fits).map(layout -> Arguments.of(task, layout)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyTaskOnEveryLayout")
    void noRowIsLost(Task task, Layout layout, TestDatabase shared) throws Exception {
        loseNoRow(task, layout, shared);
    }

    /** What this is about, on whichever version. */
    static void loseNoRow(Task task, Layout layout, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders orders = Orders.create(database, layout, task.partitions(), ROWS);
            List<String> before = orders.partitions();
            Traffic traffic = Traffic.start(orders);
            try (traffic) {
                List<String> statements = Task.run(database, task.policy());
                assertThat(statements).isNotEmpty();
                database.execute(statements.toArray(String[]::new));
                // The new partitions have to serve for a while, too.
                traffic.goOn();
            }
            assertThat(traffic.errors()).as("errors of the application: %s", traffic).isEmpty();
            assertThat(orders.differences()).as("rows in one table only").isZero();
            assertThat(orders.differencesByIndex()).as("rows the index lacks").isZero();
            assertThat(orders.misplaced()).as("rows in the wrong partition").isEmpty();
            assertThat(orders.partitions()).isNotEqualTo(before);
            assertThat(task.plan(database).values()).as("what is left to do").isEmpty();
            assertThat(orders.leftovers()).isEmpty();
            assertThat(database.queryForStrings("SELECT DISTINCT state FROM partition_tools.jobs")).containsExactly("completed");
        }
    }
}
