package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** INSERT ... ON CONFLICT through a conversion, the way back and a second conversion: no row twice, no addition lost. */
@PartitionToolsDatabase(owner = true)
class ConvertUpsertIT {

    private static final int KEYS = 40;
    private static final String INSERT = "INSERT INTO counter AS c (id, at, n) VALUES (?, timestamptz '2026-01-01 00:00+00' + ? * interval '5 days', 1) ON CONFLICT ";
    private static final String ADD = " DO UPDATE SET n = c.n + 1";
    private static final String CONVERT = "CALL partition_tools.partition_table('counter', 'at', '1 month', '7 months', '0 days', p_as_of => '2026-08-01 00:00+00')";
    /** No unique constraint matches ON CONFLICT: the key has one more column now, or one less. */
    private static final String NO_SUCH_KEY = "42P10";

    private final AtomicLong added = new AtomicLong();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    @Test
    void noAdditionIsLost(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); JobSession session = JobSession.open(database)) {
            database.execute("CREATE TABLE counter (id int PRIMARY KEY, at timestamptz NOT NULL, n bigint NOT NULL)");
            List<CompletableFuture<Void>> writers = new ArrayList<>(List.of(
                    Background.run(() -> upsert(database, 0, "ON CONSTRAINT counter_pkey")),
                    Background.run(() -> upsert(database, 1, "(id)", "(id, at)")),
                    Background.run(() -> upsert(database, 2, "(id)", "(id, at)"))));
            try {
                more();
                session.execute(CONVERT);
                more();
                session.execute("CALL partition_tools.revert(" + ConvertIT.conversion(database) + ")");
                more();
                session.execute(CONVERT);
                more();
            } finally {
                stopped = true;
                writers.forEach(writer -> writer.handle((nothing, error) -> error == null || errors.add(error.toString())).join());
            }
            assertThat(errors).isEmpty();
            assertThat(database.queryForString("SELECT concat_ws(' ', count(*), count(DISTINCT id), sum(n)) FROM counter"))
                    .isEqualTo(KEYS + " " + KEYS + " " + added.get());
            assertThat(database.queryForString("SELECT relkind FROM pg_class WHERE oid = 'counter'::regclass")).isEqualTo("p");
        }
    }

    private void more() throws Exception {
        long before = added.get();
        Await.until("additions", () -> added.get() > before + 300 || !errors.isEmpty());
    }

    /** With the first of some keys that the table has at the moment, as an application would that was made for both. */
    private void upsert(TestDatabase database, int first, String... keys) throws SQLException {
        try (Connection connection = database.connect()) {
            int key = 0;
            for (int n = first; !stopped; n++) {
                try (PreparedStatement statement = connection.prepareStatement(INSERT + keys[key] + ADD)) {
                    int id = n * 7 % KEYS;
                    statement.setInt(1, id);
                    statement.setInt(2, id);
                    statement.executeUpdate();
                    added.incrementAndGet();
                } catch (SQLException e) {
                    if (!NO_SUCH_KEY.equals(e.getSQLState()) || keys.length == 1) {
                        throw e;
                    }
                    key = (key + 1) % keys.length;
                }
            }
        }
    }
}
