package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.util.PSQLException;

/** The space that a job takes beside its table. */
@PartitionToolsDatabase(each = true, owner = true)
class SpaceIT {

    private static final int ROWS = 20_000;
    private static final String CONVERT = "{\"partition_by\": \"at\", \"operations\": [{\"operation\": \"create_partitions\", \"granularity\": \"1 month\","
            + " \"lower_bound\": \"6 months\", \"upper_bound\": \"0 days\"}]}";

    private TestDatabase database;

    @BeforeEach
    void connect(TestDatabase fresh) {
        database = fresh;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Operation.class, names = {"DRAIN", "MERGE", "ALIGN", "MOVE"})
    void whatIsTooMuchIsRefusedBeforeAnythingIsMade(Operation operation) throws Exception {
        Orders orders = Orders.create(database, Shape.PRIMARY_KEY, ROWS, operation.partitions());
        List<String> before = orders.definition();
        long job = operation.run(database).get(0);
        try (JobSession session = JobSession.open(database, "space_limit = '100 kB'")) {
            refused(() -> session.start(job));
            assertThat(Steps.state(database, job)).isEqualTo("failed");
            assertThat(Leftovers.in(database)).isEmpty();
            assertThat(orders.definition()).isEqualTo(before);

            session.execute("SET partition_tools.space_limit = '1 GB'");
            session.start(job);
        }
        assertThat(Steps.state(database, job)).isEqualTo("completed");
        assertThat(orders.differences()).isZero();
    }

    @Test
    void thePlanSaysHowMuchIsTaken() throws SQLException {
        Orders.create(database, Shape.PRIMARY_KEY, ROWS, Operation.DRAIN.partitions());
        // Autovacuum may add a page to it at any moment.
        long size = Long.parseLong(database.queryForString("SELECT pg_total_relation_size('orders_default') / 1024"));

        assertThat(strategies(Operation.DRAIN.policy())).singleElement().satisfies(strategy -> {
            assertThat(strategy).matches("stage and swap; takes about \\d+ kB beside the table");
            assertThat(Long.parseLong(strategy.replaceAll("\\D", ""))).isBetween(size, size + size / 10);
        });
        assertThat(strategies(Operation.ATTACH.policy())).isNotEmpty().noneMatch(strategy -> strategy.contains("beside the table"));

        database.asSuperuser().execute("ALTER DATABASE " + database.name() + " SET partition_tools.space_limit = '100 kB'");
        assertThat(strategies(Operation.DRAIN.policy())).singleElement().asString()
                .matches("stage and swap; refused, PP048: it takes about \\d+ kB, and partition_tools.space_limit allows 100 kB; takes about \\d+ kB beside the table");
        assertThat(database.queryForStrings("SELECT message FROM partition_tools.check_partitions('orders', ?::json, ?::timestamptz) WHERE finding = 'refused'",
                Operation.DRAIN.policy(), Orders.AS_OF)).singleElement().asString().startsWith("drain will fail with PP048");
    }

    @Test
    void aConversion() throws Exception {
        Orders orders = Orders.createPlain(database, Shape.PRIMARY_KEY, ROWS);
        long job = Operation.run(database, CONVERT).get(0);
        try (JobSession session = JobSession.open(database, "space_limit = '100 kB'")) {
            assertThat(strategiesIn(session, CONVERT)).singleElement().asString().contains(" beside the table; refused, PP048");
            refused(() -> session.start(job));
            assertThat(Leftovers.in(database)).isEmpty();
            session.execute("RESET partition_tools.space_limit");
            session.start(job);
        }
        assertThat(Steps.state(database, job)).isEqualTo("completed");
        assertThat(orders.differences()).isZero();
    }

    @Test
    void theWayToAPlainTable() throws Exception {
        Orders orders = Orders.create(database, Shape.PRIMARY_KEY, ROWS, Operation.MOVE.partitions());
        List<String> before = orders.definition();
        try (JobSession session = JobSession.open(database, "space_limit = '100 kB'")) {
            refused(() -> session.execute("CALL partition_tools.unpartition('orders')"));
        }
        assertThat(Leftovers.in(database)).isEmpty();
        assertThat(orders.definition()).isEqualTo(before);
    }

    private static void refused(ThrowingCallable action) {
        assertThatThrownBy(action).asInstanceOf(throwable(PSQLException.class)).satisfies(e -> assertThat(e.getSQLState()).isEqualTo("PP048"))
                .hasMessageContaining("beside the table");
    }

    private List<String> strategies(String policy) throws SQLException {
        try (JobSession session = JobSession.open(database)) {
            return strategiesIn(session, policy);
        }
    }

    private static List<String> strategiesIn(JobSession session, String policy) throws SQLException {
        List<String> strategies = new ArrayList<>();
        try (PreparedStatement statement = session.connection().prepareStatement("SELECT strategy FROM partition_tools.plan('orders', ?::json, ?::timestamptz)")) {
            statement.setString(1, policy);
            statement.setString(2, Orders.AS_OF);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    strategies.add(rows.getString(1));
                }
            }
        }
        return strategies;
    }
}
