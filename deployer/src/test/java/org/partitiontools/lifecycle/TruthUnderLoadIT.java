package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.partitiontools.testing.Campaign;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Every operation on every kind of table, while sessions write to it: no row lost, doubled or invisible, no error, no scan. */
@PartitionToolsDatabase(owner = true)
class TruthUnderLoadIT {

    /** Every operation, and every kind of table. */
    static Stream<Arguments> cases() {
        return all().filter(TruthUnderLoadIT::isFirst);
    }

    static Stream<Arguments> otherCases() {
        return all().filter(arguments -> !isFirst(arguments));
    }

    private static Stream<Arguments> all() {
        return Arrays.stream(Operation.values())
                .flatMap(operation -> Arrays.stream(Shape.values()).filter(Shape::partitionable)
                        // A unique index on NOT NULL columns differs from a primary key little: twice is enough.
                        .filter(shape -> shape != Shape.UNIQUE_INDEX || operation == Operation.DRAIN || operation == Operation.ALIGN)
                        .map(shape -> Arguments.of(operation, shape)));
    }

    private static boolean isFirst(Arguments arguments) {
        Operation operation = (Operation) arguments.get()[0];
        Shape shape = (Shape) arguments.get()[1];
        return switch (shape) {
            case PRIMARY_KEY -> true;
            case UNIQUE_INDEX_WITH_NULLS, NO_KEY -> operation == Operation.DRAIN || operation == Operation.MERGE;
            default -> operation == Operation.ALIGN;
        };
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void theTableEqualsTheTruth(Operation operation, Shape shape, TestDatabase shared) throws Exception {
        assertTruth(operation, shape, shared);
    }

    @Campaign
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("otherCases")
    void soItDoesForAllOperationsOnAllKindsOfTables(Operation operation, Shape shape, TestDatabase shared) throws Exception {
        assertTruth(operation, shape, shared);
    }

    private static void assertTruth(Operation operation, Shape shape, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); JobSession session = JobSession.open(database)) {
            Orders orders = Orders.create(database, shape, Orders.ROWS, operation.partitions());
            List<String> before = orders.partitions();
            Load load = Load.start(orders, true);
            try (load) {
                operation.execute(session, database);
                // The new partitions have to serve for a while, too.
                long comparisons = load.comparisons();
                Await.until("comparisons afterwards", () -> load.comparisons() > comparisons + 1);
            }
            assertThat(load.errors()).as("errors of the application: %s", load).isEmpty();
            assertThat(orders.differences()).as("rows in one table only").isZero();
            assertThat(orders.differencesByIndex()).as("rows the indexes lack").isZero();
            assertThat(orders.misplaced()).as("rows in the wrong partition").isEmpty();
            assertThat(operation.plan(database)).as("what is left to do").isEmpty();
            assertThat(Leftovers.in(database)).isEmpty();
            noPartitionWasRead(operation, session.messages(), before, orders.partitions());
        }
    }

    private static void noPartitionWasRead(Operation operation, List<String> messages, List<String> before, List<String> after) {
        List<String> attached = after.stream().filter(partition -> !before.contains(partition))
                .map(partition -> partition.substring(partition.indexOf(' ') + 1)).toList();
        assertThat(attached).isNotEmpty();
        assertThat(messages).contains(attached.stream()
                .map(name -> "partition constraint for table \"" + name + "\" is implied by existing constraints").toArray(String[]::new));
        assertThat(messages).noneMatch(message -> message.startsWith("verifying table \"orders")
                // The default partition that stays is read once without a lock, to prove that it holds nothing of the new ones.
                && (operation.replacesDefault() || !message.startsWith("verifying table \"orders_default\"")));
    }
}
